import type { Announcement } from '../../schema/announcement.ts';
import type { AnyDomainEvent, EventType } from '../../schema/events.ts';

/** Who takes events. `handle` may be called again with the same events; see `onlyNew`. */
export interface EventConsumer {
  /** The room, which is also the name of its consumer group. */
  readonly name: string;
  readonly types: readonly EventType[];
  handle(events: readonly AnyDomainEvent[]): Promise<void>;
}

/** Carries events from outboxes to consumers, at least once, in no certain order. */
export interface EventBus {
  /** Settles when the events are safe: consumed (in process) or stored (Redis). Rejects when they are not. */
  publish(events: readonly AnyDomainEvent[]): Promise<void>;
  subscribe(consumer: EventConsumer): Promise<Subscription>;
  /** Tells whoever listens at this moment. Rejects when it could not be said. */
  announce(announcements: readonly Announcement[]): Promise<void>;
  /** Calls `hear` from now on until what it returns is called; null where gateways hear it from Redis. */
  readonly listen: ((hear: Hear) => () => void) | null;
  close(): Promise<void>;
}

export type Hear = (announcement: Announcement) => void;

export interface Subscription {
  stop(): Promise<void>;
}
