import { Redis, type ChainableCommander } from 'ioredis';
import type { Logger } from 'pino';
import { ANNOUNCEMENTS_CHANNEL } from '../../schema/announcement.ts';
import type { EventBus } from './event-bus.ts';
import { startStreamConsumer } from './redis-stream-consumer.ts';
import { encodeEvent } from './stream-entries.ts';
import { streamOf } from './stream-of.ts';

export interface RedisBusOptions {
  /** Events that a consumer took and did not confirm for this long are taken over by another. Default 30 s. */
  readonly takeOverMs?: number;
}

/**
 * For rooms in processes of their own: one Redis stream an event type, one consumer group a room. Streams
 * keep about the last million events; all of them stay in the outboxes. Announcements are a Redis channel, which
 * keeps nothing.
 */
export function openRedisEventBus(
  url: string,
  log: Logger,
  options: RedisBusOptions = {},
): EventBus {
  const { takeOverMs = 30_000 } = options;
  const writer = new Redis(url, { lazyConnect: false, maxRetriesPerRequest: 2 });
  writer.on('error', (error) => log.warn({ err: error }, 'Redis does not answer'));
  return {
    async publish(events) {
      const pipeline = writer.pipeline();
      for (const event of events) {
        const stream = streamOf(event.type);
        pipeline.xadd(stream, 'MAXLEN', '~', STREAM_LENGTH, '*', ...encodeEvent(event));
      }
      await settled(pipeline);
    },
    async announce(announcements) {
      if (announcements.length === 0) return;
      const pipeline = writer.pipeline();
      for (const one of announcements) pipeline.publish(ANNOUNCEMENTS_CHANNEL, JSON.stringify(one));
      await settled(pipeline);
    },
    listen: null,
    subscribe: (consumer) =>
      Promise.resolve(startStreamConsumer({ url, consumer, log, takeOverMs })),
    close() {
      // Nothing is under way: `publish` settles when its events are stored.
      writer.disconnect();
      return Promise.resolve();
    },
  };
}

const STREAM_LENGTH = 1_000_000;

async function settled(pipeline: ChainableCommander): Promise<void> {
  const results = (await pipeline.exec()) ?? [];
  const failure = results.find(([error]) => error !== null)?.[0];
  if (failure) throw failure;
}
