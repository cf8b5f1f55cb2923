import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { EventPayloads, EventType } from '../../schema/events.ts';
import { storableJson } from './storable-text.ts';
import type { KitTables } from './kit-migration.ts';
import type { Write } from './write-together.ts';

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
  if (events.length === 0) return;
  // Every room's schema has the kit's tables beside its own, which the room's own table types leave out.
  const kit = transaction as unknown as Transaction<KitTables>;
  const [ids, types, times, payloads] = columnsOf(events);
  const given = sql`unnest(
    ${ids}::uuid[], ${types}::text[], ${times}::timestamptz[], ${payloads}::jsonb[]
  ) with ordinality as given(id, type, occurred_at, payload, place)`;
  // One statement however many events: their number would otherwise be a limit, and a new text to plan.
  await kit
    .insertInto('outbox')
    .columns(['id', 'type', 'occurred_at', 'payload'])
    .expression(sql`select id, type, occurred_at, payload from ${given} order by place`)
    .execute();
}

/** What appends events to the outbox of a room's schema, together with other writes; nothing for no events. */
export function eventWrites(schema: string, events: readonly NewEvent[]): readonly Write[] {
  if (events.length === 0) return [];
  const text = `
    insert into ${schema}.outbox (id, type, occurred_at, payload)
    select id, type, occurred_at, payload
    from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::jsonb[])
      with ordinality as given(id, type, occurred_at, payload, place)
    order by place`;
  return [{ text, parameters: columnsOf(events) }];
}

function columnsOf(events: readonly NewEvent[]) {
  return [
    events.map(() => uuidv7()),
    events.map(({ type }) => type),
    events.map(({ occurredAt }) => new Date(occurredAt)),
    events.map(({ payload }) => storableJson(payload)),
  ] as const;
}
