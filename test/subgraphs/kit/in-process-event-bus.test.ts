import { describe, expect, test } from '@jest/globals';
import { openInProcessEventBus } from '../../../subgraphs/kit/in-process-event-bus.ts';
import { idsOf, keepingConsumer, makeEvents, makeProductEvent } from './event-maker.ts';

describe('events within a process', () => {
  test('are consumed by every consumer of their type when publishing settles', async () => {
    const bus = openInProcessEventBus();
    const first = keepingConsumer('metrics', ['customer.recorded', 'product.opened']);
    const second = keepingConsumer('customers');
    await bus.subscribe(first);
    await bus.subscribe(second);
    const people = makeEvents(3);
    const product = makeProductEvent('L-1');
    await bus.publish([...people, product]);
    expect(first.ids).toEqual([...idsOf(people), product.id]);
    expect(second.ids).toEqual(idsOf(people));
  });

  test('do not reach a consumer that wants none of them', async () => {
    const bus = openInProcessEventBus();
    const consumer = keepingConsumer('metrics', ['product.closed'], () => {
      throw new Error('It must not be called.');
    });
    await bus.subscribe(consumer);
    await bus.publish(makeEvents(2));
    expect(consumer.ids).toEqual([]);
  });

  test('that a consumer fails on are not published', async () => {
    const bus = openInProcessEventBus();
    let failures = 1;
    const consumer = keepingConsumer('metrics', undefined, () => failures-- > 0);
    await bus.subscribe(consumer);
    const events = makeEvents(2);
    await expect(bus.publish(events)).rejects.toThrow('the consumer fails this time');
    await bus.publish(events);
    expect(consumer.ids).toEqual(idsOf(events));
  });

  test('do not reach a consumer that stopped, nor any when the bus is closed', async () => {
    const bus = openInProcessEventBus();
    const stopped = keepingConsumer('stopped');
    const left = keepingConsumer('left');
    const subscription = await bus.subscribe(stopped);
    await bus.subscribe(left);
    await subscription.stop();
    await bus.publish(makeEvents(1));
    await bus.close();
    await bus.publish(makeEvents(1));
    expect(stopped.ids).toHaveLength(0);
    expect(left.ids).toHaveLength(1);
  });
});
