import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { EventPayloads, EventType } from '../../schema/events.ts';
import { storableJson } from './storable-text.ts';
import type { KitTables } from './kit-migration.ts';

/** An event before the kit gives it its id and the room's name. */
export type NewEvent = {
  readonly [Type in EventType]: {
    readonly type: Type;
    /** RFC 3339: when it happened in the world. */
    readonly occurredAt: string;
    readonly payload: EventPayloads[Type];
  };
}[EventType];

/** Writes events in the transaction of the change they tell of: both happen, or neither. */
export async function appendEvents<Tables>(
  transaction: Transaction<Tables>,
  events: readonly NewEvent[],
): Promise<void> {
  for (const write of eventWrites(transaction, events)) await write.execute();
}

/** What writes events: one statement, or nothing for no events. */
export function eventWrites<Tables>(transaction: Transaction<Tables>, events: readonly NewEvent[]) {
  if (events.length === 0) return [];
  // Every room's schema has the kit's tables beside its own, which the room's own table types leave out.
  const kit = transaction as unknown as Transaction<KitTables>;
  const given = sql`unnest(
    ${events.map(() => uuidv7())}::uuid[],
    ${events.map((event) => event.type)}::text[],
    ${events.map((event) => new Date(event.occurredAt))}::timestamptz[],
    ${events.map((event) => storableJson(event.payload))}::jsonb[]
  ) with ordinality as given(id, type, occurred_at, payload, place)`;
  // One statement however many events: their number would otherwise be a limit, and a new text to plan.
  const insert = kit
    .insertInto('outbox')
    .columns(['id', 'type', 'occurred_at', 'payload'])
    .expression(sql`select id, type, occurred_at, payload from ${given} order by place`);
  return [insert];
}
