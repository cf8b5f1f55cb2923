import type { Transaction } from 'kysely';
import { PreparedStatement } from './prepared-statement.ts';

/** A statement that changes rows. Its text is one of a few that never change; parameters count from `$1`. */
export interface Write {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/**
 * Makes changes in one statement: whoever waits for one of them waits for every round trip. They see the rows as
 * they were before all of them, so no two may change the same row.
 */
export async function writeTogether<Tables>(
  transaction: Transaction<Tables>,
  writes: readonly Write[],
): Promise<void> {
  if (writes.length === 0) return;
  await statementOf(writes).execute(transaction, parametersOf(writes));
}

/** The same as the last that a transaction does: sent in one go with its end, where it fails if it does. */
export async function writeAtLast<Tables>(
  transaction: Transaction<Tables>,
  writes: readonly Write[],
): Promise<void> {
  if (writes.length === 0) return;
  await statementOf(writes).executeWithNext(transaction, parametersOf(writes));
}

/** Which changes come together is always one of a few combinations. */
const statements = new Map<string, PreparedStatement>();

function statementOf(writes: readonly Write[]): PreparedStatement {
  const key = writes.map(({ text }) => text).join(';');
  const known = statements.get(key) ?? new PreparedStatement(textOf(writes), 'writes');
  statements.set(key, known);
  return known;
}

function textOf(writes: readonly Write[]): string {
  let before = 0;
  const parts = writes.map(({ text, parameters }, index) => {
    const first = before;
    before += parameters.length;
    const numbered = text.replace(/\$(\d+)/g, (_, number) => `$${first + Number(number)}`);
    return `change_${index} as (${numbered})`;
  });
  return `with ${parts.join(',\n')} select`;
}

function parametersOf(writes: readonly Write[]): readonly unknown[] {
  return writes.flatMap(({ parameters }) => parameters);
}
