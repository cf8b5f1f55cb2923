import { sql, type Kysely, type Transaction } from 'kysely';
import { appendEvents, type NewEvent } from '../../kit/outbox.ts';
import { SCHEMA, type AccessCountTable, type GovernanceTables } from '../tables.ts';
import type { SubjectHash } from './subject-hash.ts';

/** Most links counted in one transaction. */
const MOST = 50_000;

/**
 * Counts what was added to the ledger since the last time, by day, subject and division, and tells other rooms
 * the new counts. Each entry is counted once, whoever counts and whatever fails; a count that is told replaces
 * the one before it. Returns how many counts were told.
 */
export async function countAccess(
  database: Kysely<GovernanceTables>,
  hash: SubjectHash,
): Promise<number> {
  let told = 0;
  for (;;) {
    const events = await database
      .transaction()
      .execute((transaction) => countSome(transaction, hash));
    if (events === null) return told;
    told += events;
  }
}

/** Null where everything is counted. */
async function countSome(
  transaction: Transaction<GovernanceTables>,
  hash: SubjectHash,
): Promise<number | null> {
  const { counted, end } = await lockProgress(transaction);
  if (counted >= end) return null;
  const position = Math.min(end, counted + MOST);
  const asked = await askedBetween(transaction, counted, position);
  const counts = await addCounts(transaction, asked, hash);
  await appendEvents(
    transaction,
    counts.map((count) => eventOf(count, position)),
  );
  await transaction
    .updateTable('access_counted')
    .set({ position: String(position) })
    .execute();
  return counts.length;
}

/** Whoever counts waits here for whoever counts already. */
async function lockProgress(transaction: Transaction<GovernanceTables>) {
  const counted = await transaction
    .selectFrom('access_counted')
    .select('position')
    .forUpdate()
    .executeTakeFirstOrThrow();
  const end = await transaction.selectFrom('chain').select('position').executeTakeFirstOrThrow();
  return { counted: Number(counted.position), end: Number(end.position) };
}

/** What a subject asked on a day. */
interface Asked extends Omit<AccessCountTable, 'agent'> {
  readonly subject: string;
}

async function askedBetween(
  database: Kysely<GovernanceTables>,
  after: number,
  last: number,
): Promise<readonly Asked[]> {
  const { rows } = await sql<Asked>`
    select (entry.at at time zone 'UTC')::date::text as day, reader.subject,
      coalesce(reader.division, '') as division, max(entry.at) as last_at, count(*)::int as requests,
      (count(*) filter (where jsonb_array_length(reading.denied) > 0))::int as denied,
      (count(*) filter (where reading.is_personal))::int as personal
    from ${sql.id(SCHEMA, 'entry')} as entry
    join ${sql.id(SCHEMA, 'reader')} as reader on reader.id = entry.reader
    join ${sql.id(SCHEMA, 'reading')} as reading on reading.id = entry.reading
    where entry.position > ${after} and entry.position <= ${last}
    group by 1, 2, 3 order by 1, 2, 3`.execute(database);
  return rows;
}

/** Returns the counts that changed, as they are now. */
async function addCounts(
  database: Kysely<GovernanceTables>,
  asked: readonly Asked[],
  hash: SubjectHash,
): Promise<readonly AccessCountTable[]> {
  if (asked.length === 0) return [];
  const rows = asked.map(({ subject, ...counts }) => ({
    ...counts,
    agent: hash(subject).toString('hex'),
  }));
  const { rows: counts } = await sql<AccessCountTable>`
    insert into ${sql.id(SCHEMA, 'access_count')} as known
      (day, agent, division, last_at, requests, denied, personal)
    select day, agent, division, last_at, requests, denied, personal
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asked(day date, agent text, division text,
      last_at timestamptz, requests int, denied int, personal int)
    on conflict (day, agent, division) do update set
      last_at = greatest(known.last_at, excluded.last_at), requests = known.requests + excluded.requests,
      denied = known.denied + excluded.denied, personal = known.personal + excluded.personal
    returning day::text, agent, division, last_at, requests, denied, personal`.execute(database);
  return counts;
}

function eventOf(
  { agent, division, last_at, ...counts }: AccessCountTable,
  position: number,
): NewEvent {
  return {
    type: 'access.counted',
    occurredAt: last_at.toISOString(),
    payload: {
      ...counts,
      agent: agent === '' ? null : agent,
      division: division === '' ? null : division,
      position,
    },
  };
}
