import { sql, type Kysely } from 'kysely';
import type { CustomerReader } from '../model.ts';
import { SCHEMA, type GovernanceTables } from '../tables.ts';

const MOST_READERS = 1_000;

/**
 * Who read a customer's data, whoever did so last first. The index of the customer answers alone; readers are
 * looked up once each, not once a read.
 */
export async function whoRead(
  database: Kysely<GovernanceTables>,
  keyed: Buffer,
): Promise<readonly CustomerReader[]> {
  const { rows } = await sql<CustomerReader>`
    with counted as (
      select reader, count(*) as reads, min(at) as first_at, max(at) as last_at
      from ${sql.id(SCHEMA, 'entry_customer')}
      where customer = (select id from ${sql.id(SCHEMA, 'customer')} where keyed = ${keyed})
      group by reader
    )
    select reader.subject, reader.roles, reader.division,
      coalesce(array_agg(distinct reader.client) filter (where reader.client is not null), '{}') as clients,
      coalesce(array_agg(distinct reader.purpose) filter (where reader.purpose is not null), '{}')
        as purposes,
      sum(counted.reads)::int as reads, min(counted.first_at) as "firstAt", max(counted.last_at) as "lastAt"
    from counted join ${sql.id(SCHEMA, 'reader')} as reader on reader.id = counted.reader
    group by reader.subject, reader.roles, reader.division
    order by "lastAt" desc, reader.subject, reader.roles, reader.division
    limit ${MOST_READERS}`.execute(database);
  return rows;
}
