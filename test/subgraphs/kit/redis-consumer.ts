import { pino } from 'pino';
import { openRedisEventBus } from '../../../subgraphs/kit/redis-event-bus.ts';

/** A program that takes events from Redis and never comes to the end of it. */
const [url = '', group = ''] = process.argv.slice(2);
const bus = openRedisEventBus(url, pino({ level: 'silent' }));
await bus.subscribe({
  name: group,
  types: ['customer.recorded'],
  handle(events) {
    console.log(`took ${events.length}`);
    return new Promise(() => undefined);
  },
});
