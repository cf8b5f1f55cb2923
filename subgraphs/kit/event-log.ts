import { sql, type QueryExecutorProvider } from 'kysely';
import type { AnyDomainEvent, EventType } from '../../schema/events.ts';

/** How many events of a type a room has told so far, published or waiting. */
export interface ToldEvents {
  readonly room: string;
  readonly type: string;
  readonly events: number;
}

/** The outboxes of all rooms of a database: every event there ever was, for they only grow. */
export interface EventLog {
  tell(transaction: QueryExecutorProvider): Promise<readonly ToldEvents[]>;
  /** A room's events of these types, in the order in which they were written, a batch at a time. */
  read(
    transaction: QueryExecutorProvider,
    room: string,
    types: readonly EventType[],
  ): AsyncIterable<readonly AnyDomainEvent[]>;
  /** How many events this room has taken that are in no outbox here. */
  countUnknown(transaction: QueryExecutorProvider, room: string): Promise<number>;
}

/** Not for rooms themselves, which read no other's tables: for whoever runs a command over the whole database. */
export const eventLog: EventLog = Object.freeze({ tell, read, countUnknown });

const BATCH = 10_000;

async function tell(transaction: QueryExecutorProvider): Promise<readonly ToldEvents[]> {
  const told: ToldEvents[] = [];
  for (const room of await roomsOf(transaction)) {
    const { rows } = await sql<{ type: string; events: number }>`
      select type, count(*)::float8 as events from ${outboxOf(room)} group by type order by type
    `.execute(transaction);
    told.push(...rows.map((row) => ({ room, ...row })));
  }
  return told;
}

async function* read(
  transaction: QueryExecutorProvider,
  room: string,
  types: readonly EventType[],
): AsyncGenerator<readonly AnyDomainEvent[]> {
  // One state of the outbox from the first batch to the last: what is told meanwhile is read another time.
  await sql`declare event_log no scroll cursor for
    select json_build_object('id', id, 'type', type, 'room', ${sql.lit(room)}, 'payload', payload,
      'occurredAt', to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as event
    from ${outboxOf(room)} where type = any(${sql.lit(`{${types.join(',')}}`)}::text[]) order by position
  `.execute(transaction);
  const next = sql<{ event: AnyDomainEvent }>`fetch ${sql.lit(BATCH)} from event_log`;
  let coming = begun(() => next.execute(transaction));
  try {
    for (let isLast = false; !isLast;) {
      const { rows } = await coming;
      isLast = rows.length < BATCH;
      // While the caller works with these the database finds the next ones.
      if (!isLast) coming = begun(() => next.execute(transaction));
      if (rows.length > 0) yield rows.map(({ event }) => event);
    }
  } finally {
    // Whoever breaks off ends the transaction, in which nothing may be asked any more.
    await coming.catch(() => undefined);
  }
  await sql`close event_log`.execute(transaction);
}

/** Begins something that may fail before anybody waits for it. */
function begun<Result>(work: () => Promise<Result>): Promise<Result> {
  const promise = work();
  promise.catch(() => undefined);
  return promise;
}

async function countUnknown(transaction: QueryExecutorProvider, room: string): Promise<number> {
  const outboxes = (await roomsOf(transaction)).map((one) => sql`select id from ${outboxOf(one)}`);
  const taken = sql.id(room, 'consumed_event');
  const { rows } = await sql<{
    events: number;
  }>`select count(*)::float8 as events from ${taken} as taken
    where not exists (
      select from (${sql.join(outboxes, sql` union all `)}) as told where told.id = taken.id)`.execute(
    transaction,
  );
  return rows[0]?.events ?? 0;
}

/** The schemas that have the kit's tables; a room's schema has its name. */
async function roomsOf(transaction: QueryExecutorProvider): Promise<readonly string[]> {
  const { rows } = await sql<{ room: string }>`
    select schemaname as room from pg_tables where tablename in ('outbox', 'consumed_event')
    group by schemaname having count(*) = 2 order by schemaname`.execute(transaction);
  return rows.map(({ room }) => room);
}

function outboxOf(room: string) {
  return sql.id(room, 'outbox');
}
