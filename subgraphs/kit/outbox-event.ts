import type { Selectable } from 'kysely';
import type { AnyDomainEvent } from '../../schema/events.ts';
import type { KitTables } from './kit-migration.ts';

/** What an outbox has of an event itself. */
export const EVENT_COLUMNS = ['id', 'type', 'occurred_at', 'payload'] as const;

export type OutboxRow = Pick<Selectable<KitTables['outbox']>, (typeof EVENT_COLUMNS)[number]>;

/** The event as its room told it. */
export function eventOf(room: string, row: OutboxRow): AnyDomainEvent {
  const { id, type, payload } = row;
  const occurredAt = row.occurred_at.toISOString();
  // Only `appendEvents` writes the outbox, and it takes typed events only.
  return { id, type, room, occurredAt, payload } as AnyDomainEvent;
}
