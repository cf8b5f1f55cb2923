import { sql, type Kysely, type RawBuilder } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import type { Page } from '../../kit/connection.ts';
import { CLASSIFICATION_LEVELS } from '../../../schema/ledger-batch.ts';
import { readDateTime } from '../../../schema/standards/date-time.ts';
import type { LoggedRead, LogFilter } from '../model.ts';
import { SCHEMA, type GovernanceTables } from '../tables.ts';

type Database = Kysely<GovernanceTables>;

/**
 * A page of the log, the latest first. It is read from the index that narrows most: the customer's, the
 * subject's, the field's or time's, no further than the page needs.
 */
export async function readLog(
  database: Database,
  filter: LogFilter,
  page: Page,
): Promise<readonly LoggedRead[]> {
  const narrowed = await narrow(database, filter);
  if (narrowed === null) return [];
  const { rows } = await pageStatement(narrowed, page).execute(database);
  return rows;
}

export function cursorOf({ at, position }: LoggedRead): readonly string[] {
  return [at.toISOString(), position];
}

/** The rows that the filter names. */
interface Narrowed {
  readonly customer: number | null;
  readonly readers: readonly number[] | null;
  readonly readings: readonly number[] | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** Null where the filter names what is nowhere in the ledger. */
async function narrow(database: Database, filter: LogFilter): Promise<Narrowed | null> {
  const { customer, subject, field, from, to } = filter;
  const [customers, readers, readings] = await Promise.all([
    customer === null ? null : idsOf(database, 'customer', sql`keyed = ${customer}`),
    subject === null ? null : idsOf(database, 'reader', sql`subject = ${subject}`),
    field === null
      ? null
      : idsOf(
          database,
          'reading',
          sql`fields @> array[${field}] or denied @> ${JSON.stringify([{ field }])}::jsonb`,
        ),
  ]);
  if ([customers, readers, readings].some((ids) => ids?.length === 0)) return null;
  return { customer: customers?.[0] ?? null, readers, readings, from, to };
}

async function idsOf(
  database: Database,
  table: 'customer' | 'reader' | 'reading',
  condition: RawBuilder<unknown>,
): Promise<readonly number[]> {
  const { rows } = await sql<{ readonly id: number }>`
    select id from ${sql.id(SCHEMA, table)} where ${condition}`.execute(database);
  return rows.map(({ id }) => id);
}

function pageStatement(narrowed: Narrowed, page: Page): RawBuilder<LoggedRead> {
  const direction = page.direction === 'forward' ? sql`desc` : sql`asc`;
  const order = sql`order by at ${direction}, position ${direction} limit ${page.limit + 1}`;
  const conditions = [
    ...(narrowed.from === null ? [] : [sql`at >= ${narrowed.from}::timestamptz`]),
    ...(narrowed.to === null ? [] : [sql`at < ${narrowed.to}::timestamptz`]),
    ...beyond(page),
  ];
  return sql`
    with found as (${candidates(narrowed, conditions, order)})
    select entry.position, entry.at, entry.request_id as "requestId", reader.subject, reader.roles,
      reader.division, reader.client, reader.purpose, ${EMERGENCY} as emergency,
      encode(operation.digest, 'hex') as "operationHash", operation.name as "operationName", reading.fields, reading.denied,
      array(
        select customer.sealed from ${sql.id(SCHEMA, 'entry_customer')} as named
        join ${sql.id(SCHEMA, 'customer')} as customer on customer.id = named.customer
        where named.position = entry.position order by customer.id
      ) as customers
    from found
    join ${sql.id(SCHEMA, 'entry')} as entry on entry.position = found.position
    join ${sql.id(SCHEMA, 'reader')} as reader on reader.id = entry.reader
    join ${sql.id(SCHEMA, 'operation')} as operation on operation.id = entry.operation
    join ${sql.id(SCHEMA, 'reading')} as reading on reading.id = entry.reading
    order by entry.at ${direction}, entry.position ${direction}`;
}

const EMERGENCY = sql`case when reader.emergency_reason is null then null else
  json_build_object('reason', reader.emergency_reason, 'until', reader.emergency_until) end`;

type Sql = RawBuilder<unknown>;

function candidates(
  { customer, readers, readings }: Narrowed,
  conditions: readonly Sql[],
  order: Sql,
): Sql {
  const entries = sql.id(SCHEMA, 'entry');
  const ofReaders = readers === null ? [] : [sql`reader = any(${[...readers]}::int[])`];
  const ofReadings = readings === null ? [] : [sql`reading = any(${[...readings]}::int[])`];
  if (customer !== null) {
    const isOfReading = ofReadings.map(
      (condition) =>
        sql`exists (select from ${entries} as read where read.position = named.position and ${condition})`,
    );
    const all = [sql`customer = ${customer}`, ...ofReaders, ...isOfReading, ...conditions];
    return sql`select position, at from ${sql.id(SCHEMA, 'entry_customer')} as named ${where(all)} ${order}`;
  }
  const kept = [sql`reader is not null`, ...conditions];
  if (readers !== null) return eachOf('reader', readers, [...ofReadings, ...kept], order);
  if (readings !== null) return eachOf('reading', readings, kept, order);
  return eachOf('level', CLASSIFICATION_LEVELS, kept, order);
}

/** The page of each from its part of the index, and of these the page of all. */
function eachOf(
  column: 'reader' | 'reading' | 'level',
  values: readonly (number | string)[],
  conditions: readonly Sql[],
  order: Sql,
): Sql {
  const own = where([sql`${sql.ref(column)} = one.value`, ...conditions]);
  const type = sql.raw(column === 'level' ? 'text[]' : 'int[]');
  return sql`
    select part.position, part.at from unnest(${[...values]}::${type}) as one(value)
    cross join lateral (
      select position, at from ${sql.id(SCHEMA, 'entry')} ${own} ${order}
    ) as part ${order}`;
}

function where(conditions: readonly Sql[]): Sql {
  return sql`where ${sql.join([...conditions], sql` and `)}`;
}

/** Throws BAD_USER_INPUT for a cursor of another list. */
function beyond({ cursor, direction }: Page): readonly Sql[] {
  if (cursor === null) return [];
  const [at, position] = cursor;
  if (cursor.length !== 2 || at === undefined || position === undefined) throw foreignCursor();
  if (readDateTime(at) === null || !/^[1-9]\d{0,17}$/.test(position)) throw foreignCursor();
  const place = sql`(${at}::timestamptz, ${position}::bigint)`;
  return [
    direction === 'forward' ? sql`(at, position) < ${place}` : sql`(at, position) > ${place}`,
  ];
}

function foreignCursor(): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    'A cursor must be one that this connection gave, but got one of another connection.',
  );
}
