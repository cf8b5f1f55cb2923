import type { AnyDomainEvent } from '../../schema/events.ts';
import type { EventBus, EventConsumer, Hear } from './event-bus.ts';

/**
 * For rooms that share a process: publishing waits until every consumer has taken the events, so an
 * outbox marks as published only what really was. A consumer that fails makes the outbox try again.
 */
export function openInProcessEventBus(): EventBus {
  const consumers = new Set<EventConsumer>();
  const listeners = new Set<Hear>();
  return {
    async publish(events) {
      for (const consumer of consumers) await deliver(consumer, events);
    },
    subscribe(consumer) {
      consumers.add(consumer);
      const stop = () => {
        consumers.delete(consumer);
        return Promise.resolve();
      };
      return Promise.resolve({ stop });
    },
    announce(announcements) {
      for (const one of announcements) for (const hear of listeners) hear(one);
      return Promise.resolve();
    },
    listen(hear) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    close() {
      consumers.clear();
      listeners.clear();
      return Promise.resolve();
    },
  };
}

async function deliver(consumer: EventConsumer, events: readonly AnyDomainEvent[]): Promise<void> {
  const wanted = events.filter((event) => consumer.types.includes(event.type));
  if (wanted.length > 0) await consumer.handle(wanted);
}
