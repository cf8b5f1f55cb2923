import type { Logger } from 'pino';
import type { EventBus } from './event-bus.ts';
import { openInProcessEventBus } from './in-process-event-bus.ts';
import { openRedisEventBus } from './redis-event-bus.ts';

/** Redis when there is an address, for rooms in several processes; else within this process. */
export function openEventBus(redisUrl: string | undefined, log: Logger): EventBus {
  return redisUrl === undefined ? openInProcessEventBus() : openRedisEventBus(redisUrl, log);
}
