import type { Logger } from 'pino';
import type { EventBus } from './event-bus.ts';
import { openInProcessEventBus } from './in-process-event-bus.ts';
import { openRedisEventBus } from './redis-event-bus.ts';
import type { Settings } from './room.ts';

/**
 * Redis when REDIS_URL is set, for rooms in several processes; else within this process.
 * EVENT_TAKE_OVER_MS: how long events wait for a consumer that died before another takes them.
 */
export function openEventBus(settings: Settings, log: Logger): EventBus {
  const url = settings['REDIS_URL'];
  if (url === undefined) return openInProcessEventBus();
  const takeOver = settings['EVENT_TAKE_OVER_MS'];
  return openRedisEventBus(
    url,
    log,
    takeOver === undefined ? {} : { takeOverMs: Number(takeOver) },
  );
}
