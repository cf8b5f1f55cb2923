import { sql, type Kysely } from 'kysely';
import { SCHEMA, type CustomerTables } from '../../../../subgraphs/customers/tables.ts';

/** The local ids of each customer. */
export async function clustersIn(database: Kysely<CustomerTables>): Promise<readonly string[]> {
  const { rows } = await sql<{ members: string }>`
    select string_agg(local_id, ' ' order by local_id) as members
    from ${sql.id(SCHEMA, 'source_link')} group by customer_id order by 1`.execute(database);
  return rows.map(({ members }) => members);
}
