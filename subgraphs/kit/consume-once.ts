import { sql, type Transaction } from 'kysely';
import type { AnyDomainEvent } from '../../schema/events.ts';
import type { KitTables } from './kit-migration.ts';

/**
 * Of events that may come more than once, those that this room has never taken, in the order given. Their
 * ids are recorded in the caller's transaction: what fails with it will be new again.
 */
export async function onlyNew<Tables>(
  transaction: Transaction<Tables>,
  events: readonly AnyDomainEvent[],
): Promise<readonly AnyDomainEvent[]> {
  if (events.length === 0) return [];
  // Every room's schema has the kit's tables beside its own, which the room's own table types leave out.
  const kit = transaction as unknown as Transaction<KitTables>;
  const ids = [...new Set(events.map((event) => event.id))].sort();
  const taken = await kit
    .insertInto('consumed_event')
    .columns(['id'])
    .expression(sql`select unnest(${ids}::uuid[])`)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  const fresh = new Set(taken.map((row) => row.id));
  // `delete` answers true once an id, so a batch that holds an event twice gives it once.
  return events.filter((event) => fresh.delete(event.id));
}

/** Records events as taken whether they were or not; returns of how many that is new. */
export async function recordTaken<Tables>(
  transaction: Transaction<Tables>,
  events: readonly AnyDomainEvent[],
): Promise<number> {
  // As above.
  const kit = transaction as unknown as Transaction<KitTables>;
  const result = await kit
    .insertInto('consumed_event')
    .columns(['id'])
    .expression(sql`select unnest(${events.map(({ id }) => id)}::uuid[])`)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0);
}
