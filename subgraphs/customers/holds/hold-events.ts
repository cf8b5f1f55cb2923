import { sql, type Transaction } from 'kysely';
import type { NewEvent } from '../../kit/outbox.ts';
import type { SourceKey } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** What other rooms are told of a hold, by the customers that its records are now. Not what the matter is. */
export async function holdEvents(
  transaction: Transaction<CustomerTables>,
  type: 'customer.held' | 'customer.released',
  { id, at }: { readonly id: string; readonly at: Date },
): Promise<readonly NewEvent[]> {
  const { rows } = await sql<HeldCustomer>`
    select l.customer_id as "customerId",
      json_agg(json_build_object('division', l.division, 'localId', l.local_id)
        order by l.division, l.local_id) as records,
      array(select r.merged_id::text from ${sql.id(SCHEMA, 'customer_redirect')} r
        where r.customer_id = l.customer_id order by 1) as "formerIds"
    from ${sql.id(SCHEMA, 'legal_hold_record')} h
    join ${sql.id(SCHEMA, 'source_link')} l using (division, local_id)
    where h.hold_id = ${id} group by l.customer_id order by l.customer_id`.execute(transaction);
  const occurredAt = at.toISOString();
  return rows.map((row) => ({ type, occurredAt, payload: { holdId: id, ...row } }));
}

interface HeldCustomer {
  readonly customerId: string;
  readonly formerIds: readonly string[];
  readonly records: readonly SourceKey[];
}
