import type { CustomerRef } from '../data-source.ts';

interface Owned {
  readonly division: string;
  readonly local_id: string | null;
}

/**
 * Whose those rows are, or were, that are not as they were. There are the rows as they were before a batch and as they are
 * after it; `textOf` tells what of a row matters.
 */
export function changedOwners<Row extends Owned>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  textOf: (row: Row) => string,
): readonly CustomerRef[] {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const known = byKey.get(keyOf(row));
    if (known === undefined) byKey.set(keyOf(row), [row]);
    else known.push(row);
  }
  const changed = [...byKey.values()].filter(
    (states) => states.length === 1 || new Set(states.map(textOf)).size > 1,
  );
  return changed
    .flat()
    .flatMap(({ division, local_id }) =>
      local_id === null ? [] : { division, localId: local_id },
    );
}
