import { sql, type Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { AnyDomainEvent } from '../../schema/events.ts';
import type { EventBus } from './event-bus.ts';
import type { KitTables } from './kit-migration.ts';

/** Moves a room's events from its outbox to the bus, in order, until it is stopped. */
export interface OutboxRelay {
  /** Events wait: look now instead of at the next tick. */
  kick(): void;
  /** Settles when the batch under way is done. */
  stop(): Promise<void>;
}

export interface RelayOptions {
  readonly room: string;
  readonly database: Kysely<KitTables>;
  readonly bus: EventBus;
  readonly log: Logger;
  /** No other process reads this outbox, so what a dead predecessor claimed is free at once. */
  readonly alone: boolean;
}

const BATCH = 500;
const IDLE_MS = 500;
const RETRY_MS = 1_000;
const LEASE = sql`interval '15 seconds'`;

export function startOutboxRelay(options: RelayOptions): OutboxRelay {
  let stopped = false;
  let wake: () => void = () => undefined;
  let kicked = false;
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (kicked || stopped) wake();
    });
  const run = async () => {
    let predecessor = options.alone;
    while (!stopped) {
      kicked = false;
      const moved = await relayBatch(options, predecessor);
      predecessor &&= moved === 'failed';
      if (moved === 'failed') await pause(RETRY_MS);
      else if (moved < BATCH) await pause(IDLE_MS);
    }
  };
  const finished = run();
  return {
    kick() {
      kicked = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await finished;
    },
  };
}

async function relayBatch(options: RelayOptions, predecessor: boolean): Promise<number | 'failed'> {
  try {
    if (predecessor) await freeClaims(options.database, null);
    const events = await claim(options);
    if (events.length > 0) await publish(options, events);
    return events.length;
  } catch (error) {
    options.log.warn({ err: error }, 'events could not be published; they stay in the outbox');
    return 'failed';
  }
}

async function publish(options: RelayOptions, events: readonly AnyDomainEvent[]): Promise<void> {
  const ids = events.map((event) => event.id);
  try {
    await options.bus.publish(events);
  } catch (error) {
    await freeClaims(options.database, ids);
    throw error;
  }
  await options.database
    .updateTable('outbox')
    .set({ published_at: sql<Date>`now()` })
    .where('id', 'in', ids)
    .execute();
}

/** A claim lapses, so events of a relay that died are sent by another. */
async function claim({ database, room }: RelayOptions): Promise<readonly AnyDomainEvent[]> {
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
    .returning(['position', 'id', 'type', 'occurred_at', 'payload'])
    .execute();
  rows.sort((left, right) => Number(left.position) - Number(right.position));
  // Only `appendEvents` writes the outbox, and it takes typed events only.
  return rows.map(
    (row) =>
      ({
        id: row.id,
        type: row.type,
        room,
        occurredAt: row.occurred_at.toISOString(),
        payload: row.payload,
      }) as AnyDomainEvent,
  );
}

/** Gives back claims: those named, or all that a dead predecessor left. */
async function freeClaims(
  database: Kysely<KitTables>,
  ids: readonly string[] | null,
): Promise<void> {
  await database
    .updateTable('outbox')
    .set({ claimed_until: null })
    .where('published_at', 'is', null)
    .where('claimed_until', 'is not', null)
    .$if(ids !== null, (query) => query.where('id', 'in', ids ?? []))
    .execute();
}
