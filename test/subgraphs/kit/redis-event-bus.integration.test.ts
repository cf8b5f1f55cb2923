import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { EventBus, Subscription } from '../../../subgraphs/kit/event-bus.ts';
import { openRedisEventBus } from '../../../subgraphs/kit/redis-event-bus.ts';
import { streamOf } from '../../../subgraphs/kit/stream-of.ts';
import { startChildProgram } from '../../support/child-program.ts';
import { eventually } from '../../support/eventually.ts';
import { describeWithRedis } from '../../support/needs-server.ts';
import { makeOwnRedis, type OwnRedis } from '../../support/own-redis.ts';
import { idsOf, keepingConsumer, makeEvents, makeProductEvent } from './event-maker.ts';

/** No other suite uses this database of the server. */
const DATABASE = 9;
const STREAM = streamOf('customer.recorded');
const log = pino({ level: 'silent' });

describeWithRedis('events over Redis', (server) => {
  const url = new URL(`/${DATABASE}`, server).href;
  let bus: EventBus;
  let redis: Redis;
  let subscriptions: Subscription[];

  beforeEach(async () => {
    redis = new Redis(url);
    await redis.flushdb();
    bus = openRedisEventBus(url, log, { takeOverMs: 50 });
    subscriptions = [];
  });

  afterEach(async () => {
    await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    await bus.close();
    redis.disconnect();
  });

  const subscribe = async (...args: Parameters<typeof keepingConsumer>) => {
    const consumer = keepingConsumer(...args);
    const subscription = await bus.subscribe(consumer);
    subscriptions.push(subscription);
    return { consumer, subscription };
  };

  /** At least once: an id may come twice, none may be missing. */
  const expectAll = (ids: readonly string[], expected: readonly string[]) =>
    eventually(() => expect([...new Set(ids)].sort()).toEqual([...expected].sort()));

  const nothingPending = (group: string) =>
    eventually(async () => expect(await redis.xpending(STREAM, group)).toContain(0));

  test('arrive, more than a batch of them, and are confirmed', async () => {
    const { consumer } = await subscribe('metrics');
    const events = makeEvents(1_200);
    await bus.publish(events);
    await expectAll(consumer.ids, idsOf(events));
    await nothingPending('metrics');
  });

  test('arrive as they were sent', async () => {
    const [event] = makeEvents(1, 'Zoë "O\'Neil" \u{1f600}\n');
    const seen: unknown[] = [];
    const subscription = await bus.subscribe({
      name: 'metrics',
      types: ['customer.recorded'],
      handle: (events) => Promise.resolve(void seen.push(...events)),
    });
    subscriptions.push(subscription);
    await bus.publish(event === undefined ? [] : [event]);
    await eventually(() => expect(seen).toEqual([event]));
  });

  test('come in the order in which they were published', async () => {
    const { consumer } = await subscribe('metrics');
    const events = makeEvents(50);
    await bus.publish(events);
    await expectAll(consumer.ids, idsOf(events));
    expect(consumer.ids).toEqual(idsOf(events));
  });

  test('of no consumer are kept for the group that joins later', async () => {
    const events = makeEvents(3);
    await bus.publish(events);
    const { consumer } = await subscribe('late');
    await expectAll(consumer.ids, idsOf(events));
  });

  test('go to each of two groups', async () => {
    const first = await subscribe('metrics');
    const second = await subscribe('customers');
    const events = makeEvents(20);
    await bus.publish(events);
    await expectAll(first.consumer.ids, idsOf(events));
    await expectAll(second.consumer.ids, idsOf(events));
  });

  test('are divided among the members of one group', async () => {
    const first = await subscribe('metrics');
    const second = await subscribe('metrics');
    const events = makeEvents(40);
    for (const event of events) await bus.publish([event]);
    await eventually(() =>
      expect(new Set([...first.consumer.ids, ...second.consumer.ids])).toEqual(
        new Set(idsOf(events)),
      ),
    );
  });

  test('of types that a consumer does not want do not reach it', async () => {
    const { consumer } = await subscribe('metrics', ['product.opened']);
    const wanted = makeProductEvent('L-1');
    await bus.publish([...makeEvents(3), wanted]);
    await expectAll(consumer.ids, [wanted.id]);
  });

  test('of several types reach one consumer', async () => {
    const { consumer } = await subscribe('metrics', ['product.opened', 'customer.recorded']);
    const events = [makeProductEvent('L-1'), ...makeEvents(2)];
    await bus.publish(events);
    await expectAll(consumer.ids, idsOf(events));
  });

  test('that a handler failed on are given to it again', async () => {
    let failures = 2;
    const { consumer } = await subscribe('metrics', undefined, () => failures-- > 0);
    const events = makeEvents(3);
    await bus.publish(events);
    await expectAll(consumer.ids, idsOf(events));
    await nothingPending('metrics');
  });

  test('that come while a handler fails are not lost', async () => {
    let broken = true;
    const { consumer } = await subscribe('metrics', undefined, () => broken);
    const events = makeEvents(6);
    await bus.publish(events.slice(0, 3));
    await eventually(async () => expect(await redis.xpending(STREAM, 'metrics')).toContain(3));
    await bus.publish(events.slice(3));
    broken = false;
    await expectAll(consumer.ids, idsOf(events));
  });

  test('that a consumer took and did not confirm before kill -9 go to another', async () => {
    const dying = await startChildProgram(new URL('./redis-consumer.ts', import.meta.url), [
      url,
      'metrics',
    ]);
    const events = makeEvents(3);
    await bus.publish(events);
    expect(await dying.line()).toMatch(/^took/);
    await dying.kill('SIGKILL');
    const { consumer } = await subscribe('metrics');
    await expectAll(consumer.ids, idsOf(events));
    await nothingPending('metrics');
  });

  test('that the stream no longer holds do not stop those behind them', async () => {
    let broken = true;
    const { consumer } = await subscribe('metrics', undefined, () => broken);
    const events = makeEvents(4);
    await bus.publish(events.slice(0, 2));
    await eventually(async () => expect(await redis.xpending(STREAM, 'metrics')).toContain(2));
    await redis.xtrim(STREAM, 'MAXLEN', 1);
    broken = false;
    await bus.publish(events.slice(2));
    await expectAll(consumer.ids, idsOf(events.slice(1)));
    await nothingPending('metrics');
  });

  test('that nobody can read do not stop those behind them', async () => {
    const { consumer } = await subscribe('metrics');
    await redis.xadd(STREAM, '*', 'event', '{"cut off');
    await redis.xadd(STREAM, '*', 'other', 'field');
    const events = makeEvents(1);
    await bus.publish(events);
    await expectAll(consumer.ids, idsOf(events));
  });

  test('go on after the group was lost', async () => {
    const { consumer } = await subscribe('metrics');
    await bus.publish(makeEvents(1));
    await eventually(() => expect(consumer.ids).toHaveLength(1));
    await redis.flushdb();
    const events = makeEvents(2);
    await bus.publish(events);
    await eventually(() =>
      expect(consumer.ids).toEqual(expect.arrayContaining([...idsOf(events)])),
    );
  });

  test('do not reach a consumer that stopped, and wait for its successor', async () => {
    const { consumer, subscription } = await subscribe('metrics');
    await bus.publish(makeEvents(1));
    await eventually(() => expect(consumer.ids).toHaveLength(1));
    await subscription.stop();
    const events = makeEvents(2);
    await bus.publish(events);
    const successor = await subscribe('metrics');
    await expectAll(successor.consumer.ids, idsOf(events));
    expect(consumer.ids).toHaveLength(1);
  });

  describe('when Redis itself goes away', () => {
    let own: OwnRedis;
    let away: EventBus;

    beforeEach(async () => {
      own = await makeOwnRedis({ durable: true });
      away = openRedisEventBus(own.url, log, { takeOverMs: 50 });
    });

    afterEach(async () => {
      await away.close();
      await own.demolish();
    });

    test('publishing is refused, so that the outbox keeps the events', async () => {
      await expect(away.publish(makeEvents(1))).rejects.toThrow();
    });

    test('a consumer waits for it, and takes what comes before and after', async () => {
      const consumer = keepingConsumer(randomUUID());
      const subscription = await away.subscribe(consumer);
      await own.start();
      const before = makeEvents(2, 'before');
      await eventually(() => away.publish(before));
      await expectAll(consumer.ids, idsOf(before));
      await own.crash();
      await own.start();
      const after = makeEvents(2, 'after');
      await eventually(() => away.publish(after));
      await eventually(() =>
        expect(new Set(consumer.ids)).toEqual(new Set([...idsOf(before), ...idsOf(after)])),
      );
      await subscription.stop();
    });

    test('what was stored before it crashed is taken after', async () => {
      await own.start();
      const events = makeEvents(5);
      await away.publish(events);
      await own.crash();
      await own.start();
      const consumer = keepingConsumer('metrics');
      const subscription = await away.subscribe(consumer);
      await expectAll(consumer.ids, idsOf(events));
      await subscription.stop();
    });

    test('a consumer can still be stopped', async () => {
      await own.start();
      const subscription = await away.subscribe(keepingConsumer('metrics'));
      await own.crash();
      await subscription.stop();
      const other = await away.subscribe(keepingConsumer('metrics'));
      await other.stop();
    });
  });
});
