import { sql, type Kysely, type RawBuilder, type Selectable, type SqlBool } from 'kysely';
import type { Logger } from 'pino';
import type { Announcement } from '../../schema/announcement.ts';
import type { AnyDomainEvent } from '../../schema/events.ts';
import type { EventBus } from './event-bus.ts';
import type { KitTables } from './kit-migration.ts';
import { startWatch, type Watch } from './start-watch.ts';

/** Moves a room's events from its outbox to the bus, in order, until it is stopped. Kicked when events wait. */
export type OutboxRelay = Watch;

export interface RelayOptions {
  readonly room: string;
  readonly database: Kysely<KitTables>;
  readonly bus: EventBus;
  /** What gateways are told of events once they are published. */
  readonly announcementsOf: (events: readonly AnyDomainEvent[]) => readonly Announcement[];
  readonly log: Logger;
  /** No other process reads this outbox, so nothing is claimed, and what a predecessor claimed is free. */
  readonly alone: boolean;
}

const BATCH = 500;
const IDLE_MS = 500;
const RETRY_MS = 1_000;
const LEASE = sql`interval '15 seconds'`;

export function startOutboxRelay(options: RelayOptions): OutboxRelay {
  return startWatch(async () => {
    const moved = await relayBatch(options);
    if (moved === 'failed') return RETRY_MS;
    return moved < BATCH ? IDLE_MS : 0;
  });
}

async function relayBatch(options: RelayOptions): Promise<number | 'failed'> {
  try {
    const rows = options.alone ? await readWaiting(options) : await claim(options);
    if (rows.length > 0) await publish(options, rows);
    return rows.length;
  } catch (error) {
    options.log.warn({ err: error }, 'events could not be published; they stay in the outbox');
    return 'failed';
  }
}

/** An event as its outbox has it. */
type WaitingRow = Pick<
  Selectable<KitTables['outbox']>,
  'position' | 'id' | 'type' | 'occurred_at' | 'payload'
>;

const COLUMNS = ['position', 'id', 'type', 'occurred_at', 'payload'] as const;

async function publish(options: RelayOptions, rows: readonly WaitingRow[]): Promise<void> {
  const positions = rows.map((row) => row.position);
  try {
    const events = rows.map((row) => eventOf(options.room, row));
    await options.bus.publish(events);
    await options.bus.announce(options.announcementsOf(events));
  } catch (error) {
    if (!options.alone) await giveBack(options, positions);
    throw error;
  }
  await options.database
    .updateTable('outbox')
    .set({ published_at: sql<Date>`now()` })
    .where(isAmong(positions))
    .execute();
}

function eventOf(room: string, row: WaitingRow): AnyDomainEvent {
  const { id, type, payload } = row;
  const occurredAt = row.occurred_at.toISOString();
  // Only `appendEvents` writes the outbox, and it takes typed events only.
  return { id, type, room, occurredAt, payload } as AnyDomainEvent;
}

function readWaiting({ database }: RelayOptions): Promise<readonly WaitingRow[]> {
  return database
    .selectFrom('outbox')
    .select(COLUMNS)
    .where('published_at', 'is', null)
    .orderBy('position')
    .limit(BATCH)
    .execute();
}

/** A claim lapses, so events of a relay that died are sent by another. */
async function claim({ database }: RelayOptions): Promise<readonly WaitingRow[]> {
  const rows = await database
    .updateTable('outbox')
    .set({ claimed_until: sql<Date>`now() + ${LEASE}` })
    .where('position', 'in', (query) =>
      query
        .selectFrom('outbox')
        .select('position')
        .where('published_at', 'is', null)
        .where((where) =>
          where.or([
            where('claimed_until', 'is', null),
            where('claimed_until', '<', sql<Date>`now()`),
          ]),
        )
        .orderBy('position')
        .limit(BATCH)
        .forUpdate()
        .skipLocked(),
    )
    .returning(COLUMNS)
    .execute();
  return rows.sort((left, right) => Number(left.position) - Number(right.position));
}

async function giveBack({ database }: RelayOptions, positions: readonly string[]): Promise<void> {
  await database
    .updateTable('outbox')
    .set({ claimed_until: null })
    .where('published_at', 'is', null)
    .where(isAmong(positions))
    .execute();
}

function isAmong(positions: readonly string[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`position = any(${positions}::bigint[])`;
}
