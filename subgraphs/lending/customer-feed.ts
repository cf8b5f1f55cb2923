import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import { appendEvents } from '../kit/outbox.ts';
import type { LoanServicing } from './data-source.ts';
import { tell } from './feed-events.ts';
import type { LendingTables } from './migrations.ts';
import type { Changes } from './model.ts';

/** Tells the other rooms of changes in the loan-servicing system, each change once. */
export interface CustomerFeed {
  /** Something changed: look now instead of at the next tick. */
  wake(): void;
  /** Settles when the look under way is done. */
  stop(): Promise<void>;
}

export interface FeedParts {
  readonly database: Kysely<LendingTables>;
  readonly servicing: LoanServicing;
  readonly log: Logger;
  readonly pollMilliseconds: number;
  /** Events wait in the outbox. */
  readonly kick: () => void;
}

/** Looks until it is stopped. A system that is down is asked again, less and less often. */
export function startCustomerFeed(parts: FeedParts): CustomerFeed {
  const pause = createPause();
  const run = async () => {
    for (let failures = 0; !pause.stopped();) {
      const outcome = await look(parts);
      failures = outcome === 'failed' ? failures + 1 : 0;
      if (outcome === 'failed') await pause.wait(backoff(parts.pollMilliseconds, failures));
      else if (outcome === 'idle') await pause.wait(parts.pollMilliseconds);
    }
  };
  const finished = run();
  return {
    wake: () => pause.wake(),
    stop() {
      pause.stop();
      return finished;
    },
  };
}

const CHANGES_A_LOOK = 500;
const LONGEST_PAUSE_MS = 5_000;

async function look(parts: FeedParts): Promise<'more' | 'idle' | 'failed'> {
  try {
    const took = await takeChanges(parts);
    if (took > 0) parts.kick();
    return took === CHANGES_A_LOOK ? 'more' : 'idle';
  } catch (error) {
    parts.log.warn({ err: error }, 'changes of the loan-servicing system could not be taken');
    return 'failed';
  }
}

/** How many changes were taken. The call is made outside the transaction, which is then short. */
async function takeChanges({ database, servicing }: FeedParts): Promise<number> {
  const cursor = await readCursor(database);
  const data = servicing.session();
  let answer = await data.changesAfter(cursor.sequence, CHANGES_A_LOOK);
  const isOtherStore = answer.store !== cursor.store;
  if (isOtherStore && cursor.sequence > 0) answer = await data.changesAfter(0, CHANGES_A_LOOK);
  if (answer.changes.length === 0 && !isOtherStore) return 0;
  const took = await database.transaction().execute(async (transaction) => {
    const moved = await moveCursor(transaction, cursor, answer);
    if (moved) await append(transaction, answer);
    return moved;
  });
  return took ? answer.changes.length : 0;
}

interface Cursor {
  readonly store: string;
  readonly sequence: number;
}

async function readCursor(database: Kysely<LendingTables>): Promise<Cursor> {
  await database
    .insertInto('feed_cursor')
    .values({ id: 1, store: '', sequence: '0' })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const row = await database.selectFrom('feed_cursor').selectAll().executeTakeFirstOrThrow();
  return { store: row.store, sequence: Number(row.sequence) };
}

/** False when another replica took these changes meanwhile. */
async function moveCursor(
  transaction: Transaction<LendingTables>,
  from: Cursor,
  to: Changes,
): Promise<boolean> {
  const result = await transaction
    .updateTable('feed_cursor')
    .set({ store: to.store, sequence: String(to.next) })
    .where('store', '=', from.store)
    .where('sequence', '=', String(from.sequence))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

async function append(
  transaction: Transaction<LendingTables>,
  { changes }: Changes,
): Promise<void> {
  const ids = changes.flatMap(({ loan }) => (loan === null ? [] : [loan.id]));
  const rows =
    ids.length === 0
      ? []
      : await transaction.selectFrom('fed_loan').selectAll().where('loan_id', 'in', ids).execute();
  const { events, fedLoans } = tell(changes, new Map(rows.map((row) => [row.loan_id, row])));
  if (fedLoans.length > 0) {
    await transaction
      .insertInto('fed_loan')
      .values(fedLoans)
      .onConflict((conflict) =>
        conflict.column('loan_id').doUpdateSet((row) => ({
          borrower: row.ref('excluded.borrower'),
          state: row.ref('excluded.state'),
        })),
      )
      .execute();
  }
  await appendEvents(transaction, events);
}

function backoff(pollMilliseconds: number, failures: number): number {
  return Math.min(pollMilliseconds * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS);
}

/** A wait that can be cut short; a wake that comes while nobody waits is kept for the next wait. */
function createPause() {
  let [isWoken, isStopped] = [false, false];
  let end: () => void = () => undefined;
  return {
    stopped: () => isStopped,
    async wait(milliseconds: number): Promise<void> {
      if (!isWoken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isWoken = isStopped;
    },
    wake() {
      isWoken = true;
      end();
    },
    stop() {
      [isWoken, isStopped] = [true, true];
      end();
    },
  };
}
