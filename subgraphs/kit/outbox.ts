import type { Transaction } from 'kysely';
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
  // Every room's schema has the kit's tables beside its own, which the room's own table types leave out.
  const kit = transaction as unknown as Transaction<KitTables>;
  for (let start = 0; start < events.length; start += ROWS_A_STATEMENT) {
    const rows = events.slice(start, start + ROWS_A_STATEMENT).map((event) => ({
      id: uuidv7(),
      type: event.type,
      occurred_at: new Date(event.occurredAt),
      payload: storableJson(event.payload),
    }));
    await kit
      .insertInto('outbox')
      .values(rows as never)
      .execute();
  }
}

const ROWS_A_STATEMENT = 500;
