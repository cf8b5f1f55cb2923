import { sql, type Kysely, type Transaction } from 'kysely';
import type { EventLog, ToldEvents } from '../../kit/event-log.ts';
import { lockFacts } from '../data-source.ts';
import { COUNTED_EVENTS } from '../facts/fact-kinds.ts';
import { MARKED_TABLES } from '../rollups/marking-rules.ts';
import { forgetRollups } from '../rollups/refresh-rollups.ts';
import type { MetricsTables } from '../tables.ts';
import { COUNTED_TABLES } from './fact-tables.ts';
import { createBatchFolder } from './fold-batches.ts';
import { workOut } from './work-out.ts';

/** What a recount read. */
export interface Recounted {
  readonly rooms: readonly RecountedRoom[];
  /** Events that had not been counted before: told before their type was counted, or still on their way. */
  readonly fresh: number;
}

export interface RecountedRoom {
  readonly room: string;
  readonly counted: number;
  /** Events of types of which no fact is made, by type. */
  readonly passed: ReadonlyMap<string, number>;
}

export interface RecountOptions {
  readonly log: EventLog;
  readonly onProgress?: (done: number, all: number) => void;
  /** How many rows of a table are held in memory. */
  readonly mostRows?: number;
}

/**
 * Makes the facts anew from all events that rooms ever told, in one transaction: whoever reads meanwhile sees what was
 * before, and when it fails or is killed that stays. Nobody counts meanwhile: events that come wait, and those of them
 * that were read here are known when their turn comes. Sums are forgotten; `refreshRollups` makes them.
 *
 * Throws an Error when something was counted that is in no outbox, which would be lost.
 */
export async function recount(
  database: Kysely<MetricsTables>,
  options: RecountOptions,
): Promise<Recounted> {
  // Not on one state: the facts must be seen as they are once nobody else counts.
  const isolated = database.transaction().setIsolationLevel('read committed');
  return isolated.execute(async (transaction) => {
    await lockFacts(transaction);
    await refuseLoss(transaction, options.log);
    const told = await options.log.tell(transaction);
    // Days need no marks: all sums are made anew.
    await marking(transaction, 'disable');
    for (const table of COUNTED_TABLES) await transaction.deleteFrom(table).execute();
    const read = await readAll(transaction, told, options);
    await workOut(transaction);
    await marking(transaction, 'enable');
    await forgetRollups(transaction);
    return read;
  });
}

async function refuseLoss(transaction: Transaction<MetricsTables>, log: EventLog): Promise<void> {
  const lost = await log.countUnknown(transaction, 'metrics');
  if (lost === 0) return;
  throw new Error(
    `Expected every event that was counted in an outbox of this database, but got: ${lost} that are in none. ` +
      'Without them the numbers would be others, so nothing was changed.',
  );
}

async function marking(
  transaction: Transaction<MetricsTables>,
  what: 'enable' | 'disable',
): Promise<void> {
  for (const { table } of MARKED_TABLES) {
    await sql`alter table ${sql.id('metrics', table)} ${sql.raw(what)} trigger user`.execute(
      transaction,
    );
  }
}

async function readAll(
  transaction: Transaction<MetricsTables>,
  told: readonly ToldEvents[],
  { log, onProgress, mostRows }: RecountOptions,
): Promise<Recounted> {
  const all = told.filter(isCounted).reduce((sum, { events }) => sum + events, 0);
  const folder = createBatchFolder(transaction, mostRows);
  const rooms: RecountedRoom[] = [];
  let done = 0;
  for (const room of new Set(told.map((one) => one.room))) {
    const before = done;
    for await (const batch of log.read(transaction, room, COUNTED_EVENTS)) {
      await folder.take(batch);
      done += batch.length;
      onProgress?.(done, all);
    }
    rooms.push({ room, counted: done - before, passed: passedIn(told, room) });
  }
  return { rooms, fresh: await folder.finish() };
}

function passedIn(told: readonly ToldEvents[], room: string): ReadonlyMap<string, number> {
  const passed = told.filter((one) => one.room === room && !isCounted(one));
  return new Map(passed.map(({ type, events }) => [type, events]));
}

function isCounted({ type }: ToldEvents): boolean {
  return COUNTED_EVENTS.some((counted) => counted === type);
}
