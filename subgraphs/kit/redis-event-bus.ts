import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { AnyDomainEvent, EventType } from '../../schema/events.ts';
import type { EventBus } from './event-bus.ts';
import { startStreamConsumer } from './redis-stream-consumer.ts';

/**
 * For rooms in processes of their own: one Redis stream an event type, one consumer group a room. Streams
 * keep about the last million events; all of them stay in the outboxes.
 */
export function openRedisEventBus(url: string, log: Logger): EventBus {
  const writer = new Redis(url, { lazyConnect: false, maxRetriesPerRequest: 2 });
  writer.on('error', (error) => log.warn({ err: error }, 'Redis does not answer'));
  return {
    async publish(events) {
      const pipeline = writer.pipeline();
      for (const event of events) {
        pipeline.xadd(
          streamOf(event.type),
          'MAXLEN',
          '~',
          STREAM_LENGTH,
          '*',
          'event',
          encode(event),
        );
      }
      const results = (await pipeline.exec()) ?? [];
      const failure = results.find(([error]) => error !== null)?.[0];
      if (failure) throw failure;
    },
    subscribe: (consumer) => startStreamConsumer(url, consumer, log),
    async close() {
      await writer.quit();
    },
  };
}

const STREAM_LENGTH = 1_000_000;

export function streamOf(type: EventType): string {
  return `switchboard:events:${type}`;
}

function encode(event: AnyDomainEvent): string {
  return JSON.stringify(event);
}
