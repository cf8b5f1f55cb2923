import { sql, type Kysely, type Transaction } from 'kysely';
import { SCHEMA, type GovernanceTables } from '../tables.ts';
import { NAMES_NOBODY_HELD } from './held-customers.ts';
import { lockChain } from './lock-chain.ts';
import type { Retention } from './retention.ts';

type Database = Transaction<GovernanceTables>;

/** So few that gateways, which wait for the chain meanwhile, hardly notice. */
const MOST = 1_000;

/**
 * Lets go of some entries that a retention names: of what they say, of what is counted of them, and of every
 * reader and customer whom nothing names any more. What names a customer on legal hold stays. Returns how many
 * entries it was; 0 when none is left.
 */
export function letGo(database: Kysely<GovernanceTables>, retention: Retention): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    // A gateway that names the same reader at this moment adds its entry before or after, with a row of its own.
    await lockChain(transaction);
    const { count, readers, customers } = await emptyEntries(transaction, retention);
    await forget(transaction, 'reader', { among: readers, namedBy: 'entry' });
    await forget(transaction, 'customer', { among: customers, namedBy: 'entry_customer' });
    return count;
  });
}

/** How many entries, and whom they named. */
interface Emptied {
  readonly count: number;
  readonly readers: readonly number[];
  readonly customers: readonly number[];
}

/** Entries, customers and counts in one statement, which sees all of them as they were. */
async function emptyEntries(database: Database, { level, before }: Retention): Promise<Emptied> {
  const table = (name: keyof GovernanceTables) => sql.id(SCHEMA, name);
  const isOfUse = sql`(used.day, used.reader, used.operation, used.reading)
    = (gone.day, gone.reader, gone.operation, gone.reading)`;
  const { rows } = await sql<Emptied>`
    with due as (
      select position, (at at time zone 'UTC')::date as day, reader, operation, reading
      from ${table('entry')} as entry
      where level = ${level} and at < ${new Date(before)} and reader is not null
        and ${NAMES_NOBODY_HELD}
      order by at, position limit ${MOST}
    ), emptied as (
      update ${table('entry')} as entry
      set reader = null, operation = null, reading = null, request_id = null
      from due where entry.position = due.position
    ), unnamed as (
      delete from ${table('entry_customer')} where position in (select position from due)
      returning customer
    ), gone as (
      select day, reader, operation, reading, count(*)::int as entries from due group by 1, 2, 3, 4
    ), used_less as (
      update ${table('use')} as used set entries = used.entries - gone.entries
      from gone where ${isOfUse} and used.entries > gone.entries
    ), used_no_more as (
      delete from ${table('use')} as used using gone
      where ${isOfUse} and used.entries <= gone.entries
    )
    select count(*)::int as count, array(select distinct reader from due) as readers,
      array(select distinct customer from unnamed) as customers
    from due`.execute(database);
  return rows[0] ?? { count: 0, readers: [], customers: [] };
}

/** Who reads is named by entries, and who is read of by what stands beside them. */
interface Named {
  readonly among: readonly number[];
  readonly namedBy: 'entry' | 'entry_customer';
}

async function forget(
  database: Database,
  kind: 'reader' | 'customer',
  { among, namedBy }: Named,
): Promise<void> {
  if (among.length === 0) return;
  const naming = sql.id(SCHEMA, namedBy);
  // Looked up one by one: as a join it could be planned as a walk through all entries.
  await sql`
    delete from ${sql.id(SCHEMA, kind)} as known where id = any(${[...among]}::int[])
      and (select true from ${naming} as naming where naming.${sql.id(kind)} = known.id limit 1) is null
  `.execute(database);
}
