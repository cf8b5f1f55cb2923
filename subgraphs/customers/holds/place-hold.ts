import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { appendEvents } from '../../kit/outbox.ts';
import type { SourceKey } from '../model.ts';
import { placesAsRows } from '../recording/bulk-rows.ts';
import { lockRecording } from '../recording/lock-recording.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { holdEvents } from './hold-events.ts';
import { LASTS } from './legal-holds.ts';

export interface NewHold {
  readonly customerId: string;
  readonly matter: string;
  readonly actor: string;
  readonly at: Date;
}

/**
 * Keeps all records that a customer has now for a matter, and returns the hold's id. Where they are kept for it
 * already, that is the hold. Nobody records or links meanwhile, so no record is forgotten.
 */
export async function placeHold(
  transaction: Transaction<CustomerTables>,
  { customerId, matter, actor, at }: NewHold,
): Promise<string> {
  await lockRecording(transaction);
  const records = await recordsOf(transaction, customerId);
  const known = await findLasting(transaction, matter, records);
  if (known !== null) return known;
  const id = uuidv7();
  await sql`
    insert into ${sql.id(SCHEMA, 'legal_hold')} (id, matter, placed_at, placed_by)
    values (${id}, ${matter}, ${at}, ${actor})`.execute(transaction);
  await sql`
    insert into ${sql.id(SCHEMA, 'legal_hold_record')} (hold_id, division, local_id)
    select ${id}::uuid, given.division, given.local_id from ${placesAsRows(records)}`.execute(
    transaction,
  );
  await appendEvents(transaction, await holdEvents(transaction, 'customer.held', { id, at }));
  return id;
}

async function recordsOf(
  transaction: Transaction<CustomerTables>,
  customerId: string,
): Promise<readonly SourceKey[]> {
  const { rows } = await sql<SourceKey>`
    select division, local_id as "localId" from ${sql.id(SCHEMA, 'source_link')}
    where customer_id = coalesce((select customer_id from ${sql.id(SCHEMA, 'customer_redirect')}
      where merged_id = ${customerId}), ${customerId})`.execute(transaction);
  return rows;
}

async function findLasting(
  transaction: Transaction<CustomerTables>,
  matter: string,
  records: readonly SourceKey[],
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select hold.id from ${placesAsRows(records)}
    join ${sql.id(SCHEMA, 'legal_hold_record')} h
      on h.division = given.division collate "C" and h.local_id = given.local_id collate "C"
    join ${sql.id(SCHEMA, 'legal_hold')} hold on hold.id = h.hold_id
    where hold.matter = ${matter} and ${LASTS}
    group by hold.id having count(*) = ${records.length} order by hold.id limit 1`.execute(
    transaction,
  );
  return rows[0]?.id ?? null;
}
