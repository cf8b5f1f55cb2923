import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { metricsRoom } from '../../../subgraphs/metrics/main.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { eventMaker } from './event-maker.ts';
import { askKpi, askKpis, CALLER } from './kpi-client.ts';
import { JANUARY, january } from './story.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const FACT_TABLES =
  'rollup_layout rollup stale_day crosswalk redirect product case_fact case_message follow_up interaction survey referral customer_change customer_day customer_contact progress consumed_event';

/** Beside the story: merges over two steps, one undone, products that change hands, a corrected call. */
function corrections(): readonly AnyDomainEvent[] {
  const make = eventMaker('corrections');
  const link = (at: string, division: string, localId: string, customerId: string) =>
    make('customer.linked', at, { division, localId, customerId, matchProbability: 0.9 });
  const hold = (
    type: 'product.opened' | 'product.closed',
    at: string,
    localId: string,
    productId: string,
  ) => make(type, at, { division: 'banking', localId, productId, kind: 'ACCOUNT' });
  const k1 = { caseId: 'K1', division: 'banking', localId: 'A1' };
  const [told] = january().filter((event) => event.type === 'interaction.logged');
  return [
    make('customer.merged', '2026-02-02', { customerId: 'c2', mergedId: 'c3' }),
    make('customer.merged', '2026-02-03', { customerId: 'c1', mergedId: 'c2' }),
    link('2026-02-04', 'lending', 'L2', 'c3'),
    link('2026-02-05', 'banking', 'A9', 'c2'),
    link('2026-02-06', 'banking', 'A9', 'c4'),
    hold('product.opened', '2026-01-25', 'A1', 'P2'),
    // P4 passes from A2 to A1; A7 is known by a product only; of P9 only the end is known.
    hold('product.opened', '2026-01-27', 'A1', 'P4'),
    hold('product.opened', '2026-01-28', 'A7', 'P7'),
    hold('product.closed', '2026-01-29', 'A8', 'P9'),
    make('case.customer-wrote', '2026-01-05T11:20:00Z', k1),
    make('case.customer-wrote', '2026-01-05T11:40:00Z', k1),
    make('case.replied', '2026-01-05T11:50:00Z', { ...k1, public: false, first: false }),
    // K6 becomes part of K3; of K9, which K5 took in, nothing else is ever known.
    make('case.absorbed', '2026-02-06', {
      ...{ caseId: 'K3', mergedId: 'K6', waitingSince: '2025-12-31T23:59:59Z' },
      ...{ division: 'banking', localId: 'A2' },
    }),
    make('case.absorbed', '2026-02-07', {
      ...{ caseId: 'K5', mergedId: 'K9', waitingSince: '2026-01-10T08:00:00Z' },
      ...{ division: 'banking', localId: 'A9' },
    }),
    ...(told?.type === 'interaction.logged'
      ? [make('interaction.logged', '2026-01-10T09:30:00Z', { ...told.payload, handleSeconds: 5 })]
      : []),
  ];
}

describe.each(testDatabases)('events are counted, on $name', ({ open }) => {
  let database: DatabasePool;
  let room: TestRoom;

  const start = () => startTestRoom(metricsRoom, { database, clock: () => NOW });

  beforeAll(async () => {
    database = await open();
    room = await start();
  });
  beforeEach(forget);
  afterAll(async () => {
    await room.stop();
    await database.close();
  });

  async function forget() {
    const tables = FACT_TABLES.split(' ').map((table) => `metrics.${table}`);
    const client = await database.pool.connect();
    await client.query(`truncate ${tables.join(', ')}`).finally(() => client.release());
  }

  const answers = () => askKpis(room, { ...JANUARY, groupBy: ['DIVISION', 'CHANNEL', 'MONTH'] });

  async function counted(): Promise<number> {
    const { data } = await room.ask('{ metricsFreshness { events } }', {}, CALLER);
    return data['metricsFreshness'].events as number;
  }

  test('alike in any order, in any batches, with any repeated', async () => {
    const events = [...january(), ...corrections()];
    await room.events.publish(events);
    const [expected, whole] = [await answers(), await askKpis(room, JANUARY)];
    const reply = whole.find((kpi) => kpi.name === 'next_reply_time');
    expect([reply?.value, reply?.n]).toEqual([40 * 60, 1]);
    const orders = fc.shuffledSubarray(events, {
      minLength: events.length,
      maxLength: events.length,
    });
    const repeated = fc.array(fc.constantFrom(...events), { maxLength: 20 });
    const cuts = fc.integer({ min: 1, max: events.length });
    await fc.assert(
      fc.asyncProperty(orders, repeated, cuts, async (order, again, size) => {
        await forget();
        const told = [...again, ...order, ...again];
        for (let at = 0; at < told.length; at += size) {
          await room.events.publish(told.slice(at, at + size));
        }
        expect(await answers()).toEqual(expected);
        expect(await askKpis(room, JANUARY)).toEqual(whole);
        expect(await counted()).toBe(events.length);
      }),
      { numRuns: 15, seed: 20_260_301 },
    );
  });

  test('a merge makes one customer of two at the next query, and contacts of both repeats', async () => {
    await room.events.publish(january());
    const make = eventMaker('merge');
    const merge = { customerId: 'c1', mergedId: 'c3' };
    await room.events.publish([make('customer.merged', '2026-02-02', merge)]);
    const share = await askKpi(room, 'multi_division_customer_share', JANUARY);
    expect([share.numerator, share.denominator]).toEqual([1, 2]);
    // I5 and I8 were L2's: seven days before them A1 opened K1, and K2 follows hours later.
    const repeats = await askKpi(room, 'repeat_contact_rate_7d', JANUARY);
    expect([repeats.numerator, repeats.denominator]).toEqual([3, 7]);
  });

  test('a case merged into another is a contact still, and no case of its own', async () => {
    await room.events.publish(january());
    const make = eventMaker('merged case');
    const into = { caseId: 'K1', division: 'banking', localId: 'A1' };
    await room.events.publish([
      make('case.absorbed', '2026-02-02', { ...into, mergedId: 'K3' }),
      make('case.absorbed', '2026-02-03', {
        ...{ ...into, mergedId: 'K2', waitingSince: '2026-01-05T05:00:00Z' },
      }),
    ]);
    expect((await askKpi(room, 'complaint_volume', JANUARY)).value).toBe(1);
    expect((await askKpi(room, 'contact_volume', JANUARY)).value).toBe(8);
    // K1, opened at 10 and answered at 11, has waited since 5; K2's answer is no other case's.
    const reply = await askKpi(room, 'first_reply_time', JANUARY);
    expect([reply.value, reply.n]).toEqual([6 * 3600, 1]);
  });

  test('an unmerge makes two of one again', async () => {
    await room.events.publish(january());
    const before = await askKpis(room, JANUARY);
    const make = eventMaker('unmerge');
    const merge = { customerId: 'c1', mergedId: 'c3' };
    await room.events.publish([make('customer.merged', '2026-02-02', merge)]);
    expect(await askKpis(room, JANUARY)).not.toEqual(before);
    const link = { division: 'lending', localId: 'L2', customerId: 'c3', matchProbability: 1 };
    await room.events.publish([make('customer.linked', '2026-02-03', link)]);
    expect(await askKpis(room, JANUARY)).toEqual(before);
  });

  test('whose customer is linked late counts as known from then on', async () => {
    await room.events.publish(january());
    const link = { division: 'banking', localId: 'A9', customerId: 'c9', matchProbability: 1 };
    await room.events.publish([eventMaker('late')('customer.linked', '2026-02-20', link)]);
    expect((await askKpi(room, 'repeat_contact_rate_30d', JANUARY)).denominator).toBe(8);
    expect((await askKpi(room, 'complaint_rate_per_1000', JANUARY)).denominator).toBe(4);
  });

  test('a batch that fails in its middle leaves nothing, and counts whole when it comes again', async () => {
    const [first, ...others] = january();
    if (first === undefined) throw new Error('The story has events.');
    const broken = {
      ...first,
      id: eventMaker('broken')('case.resolved', NOW.toISOString(), {
        caseId: 'K1',
        division: 'banking',
        localId: null,
      }).id,
      occurredAt: 'once upon a time',
    };
    await expect(room.events.publish([first, broken, ...others])).rejects.toThrow();
    expect(await counted()).toBe(0);
    expect((await askKpi(room, 'contact_volume', JANUARY)).value).toBe(0);
    await room.events.publish(january());
    expect(await counted()).toBe(january().length);
    expect((await askKpi(room, 'contact_volume', JANUARY)).value).toBe(8);
  });

  test('a restart between two batches, the first sent again, counts each event once', async () => {
    const events = january();
    const half = Math.floor(events.length / 2);
    await room.events.publish(events.slice(0, half));
    await room.stop();
    room = await start();
    expect(await counted()).toBe(half);
    await room.events.publish(events.slice(0, half));
    await room.events.publish(events.slice(half - 3));
    expect(await counted()).toBe(events.length);
    expect((await askKpi(room, 'contact_volume', JANUARY)).value).toBe(8);
  });

  test('two replicas that take the same events at once count them once', async () => {
    const events = [...january(), ...corrections()];
    const other = await start();
    try {
      const back = [...events].reverse();
      const batches = [0, 10, 20, 30, 40].flatMap((at) => [
        room.events.publish(events.slice(at, at + 10)),
        other.events.publish(back.slice(at, at + 10)),
      ]);
      await Promise.all(batches);
      await Promise.all([room.events.publish(events), other.events.publish(events)]);
    } finally {
      await other.stop();
    }
    expect(await counted()).toBe(events.length);
    const together = await answers();
    await forget();
    await room.events.publish(events);
    expect(await answers()).toEqual(together);
  });

  test('nothing counted yet is fresh as of nothing', async () => {
    const { data } = await room.ask('{ metricsFreshness { events lastEventAt } }', {}, CALLER);
    expect(data['metricsFreshness']).toEqual({ events: 0, lastEventAt: null });
  });
});
