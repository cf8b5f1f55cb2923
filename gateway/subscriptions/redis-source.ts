import { Redis } from 'ioredis';

import { ANNOUNCEMENTS_CHANNEL, readAnnouncement } from '../../schema/announcement.ts';
import type { AnnouncementSource, OpenSource } from './announcement-source.ts';

const PING_MS = 5_000;

/** All rooms' announcements from a Redis channel. A connection that was cut is not mended: what came meanwhile is lost. */
export function redisSource(url: string, timeoutMs: number): OpenSource {
  return async ({ hear, lost }): Promise<AnnouncementSource> => {
    const redis = new Redis(url, {
      lazyConnect: true,
      connectTimeout: timeoutMs,
      commandTimeout: timeoutMs,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
      protocol: 2,
    });
    let reason: unknown = 'the connection was closed';
    redis.on('error', (error) => (reason = error));
    try {
      await redis.connect();
      await redis.subscribe(ANNOUNCEMENTS_CHANNEL);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
    redis.on('message', (_channel, message) => {
      const announcement = readAnnouncement(message);
      if (announcement !== null) hear(announcement);
    });
    // A peer that is gone without a word answers no ping.
    const pings = setInterval(() => void redis.ping().catch(() => redis.disconnect()), PING_MS);
    let isClosed = false;
    redis.once('close', () => {
      clearInterval(pings);
      if (!isClosed) lost(reason);
    });
    return {
      close() {
        isClosed = true;
        clearInterval(pings);
        redis.disconnect();
      },
    };
  };
}
