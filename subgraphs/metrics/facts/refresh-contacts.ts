import type { Transaction } from 'kysely';
import { linksOf, replaceContacts, type CustomerRef } from '../data-source.ts';
import type { CaseFact, CrosswalkFact, InteractionFact, MetricsTables } from '../tables.ts';

/** Rows of facts as they were before a batch and as they are after it. */
export interface TouchedContacts {
  readonly cases: readonly CaseFact[];
  readonly interactions: readonly InteractionFact[];
  readonly links: readonly CrosswalkFact[];
}

/** Works the contacts of every customer anew of whom a batch changed one, or changed who they are. */
export async function refreshContacts(
  transaction: Transaction<MetricsTables>,
  { cases, interactions, links }: TouchedContacts,
): Promise<void> {
  const refs = [
    ...changedOwners(cases, ({ case_id }) => case_id, ofCase),
    ...changedOwners(interactions, ({ interaction_id }) => interaction_id, ofInteraction),
  ];
  const theirs = await linksOf(transaction, refs);
  const ids = new Set([...theirs, ...links].map((link) => link.customer_id));
  if (ids.size > 0) await replaceContacts(transaction, [...ids].sort());
}

/** What makes a row a contact, and which: most events of a case change nothing of it. */
function ofCase({ opened_at, division, local_id, channel, topic }: CaseFact): string {
  return JSON.stringify([opened_at, division, local_id, channel, topic]);
}

function ofInteraction(row: InteractionFact): string {
  const { at, division, local_id, channel, topic, case_id, direction, outcome } = row;
  return JSON.stringify([at, division, local_id, channel, topic, case_id, direction, outcome]);
}

/** Whose contacts those rows are, or were, that are not as they were. */
function changedOwners<Row extends { readonly division: string; readonly local_id: string | null }>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  contactOf: (row: Row) => string,
): readonly CustomerRef[] {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const known = byKey.get(keyOf(row));
    if (known === undefined) byKey.set(keyOf(row), [row]);
    else known.push(row);
  }
  const changed = [...byKey.values()].filter(
    (states) => states.length === 1 || new Set(states.map(contactOf)).size > 1,
  );
  return changed
    .flat()
    .flatMap(({ division, local_id }) =>
      local_id === null ? [] : { division, localId: local_id },
    );
}
