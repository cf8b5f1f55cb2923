import type { AnyDomainEvent } from '../../schema/events.ts';
import type { EventBus, EventConsumer } from './event-bus.ts';

/**
 * For rooms that share a process: publishing waits until every consumer has taken the events, so an
 * outbox marks as published only what really was. A consumer that fails makes the outbox try again.
 */
export function openInProcessEventBus(): EventBus {
  const consumers = new Set<EventConsumer>();
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
    close() {
      consumers.clear();
      return Promise.resolve();
    },
  };
}

async function deliver(consumer: EventConsumer, events: readonly AnyDomainEvent[]): Promise<void> {
  const wanted = events.filter((event) => consumer.types.includes(event.type));
  if (wanted.length > 0) await consumer.handle(wanted);
}
