import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { pino } from 'pino';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { onlyNew } from '../../../subgraphs/kit/consume-once.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import type { EventBus } from '../../../subgraphs/kit/event-bus.ts';
import { openInProcessEventBus } from '../../../subgraphs/kit/in-process-event-bus.ts';
import type { KitTables } from '../../../subgraphs/kit/kit-migration.ts';
import { startOutboxRelay, type OutboxRelay } from '../../../subgraphs/kit/outbox-relay.ts';
import { appendEvents, type NewEvent } from '../../../subgraphs/kit/outbox.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { eventually } from '../../support/eventually.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { idsOf, keepingConsumer, makeEvents } from './event-maker.ts';

const log = pino({ level: 'silent' });

const newEvents = (count: number, name = 'n'): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'customer.recorded',
    occurredAt: '2026-01-01T00:00:00.123Z',
    payload: { division: 'notes', localId: `${name}${index}`, record: { name: 'Zoë' } },
  }));

describe.each(testDatabases)('events of a room on $name', ({ name, open }) => {
  let pool: DatabasePool;
  let database: Kysely<KitTables>;
  let bus: EventBus;
  let relays: OutboxRelay[];
  let rooms = 0;

  beforeAll(async () => {
    pool = await open();
  });

  afterAll(() => pool.close());

  beforeEach(async () => {
    database = await openRoomDatabase<KitTables>(pool, `outbox_${++rooms}`, []);
    bus = openInProcessEventBus();
    relays = [];
  });

  afterEach(() => Promise.all(relays.map((relay) => relay.stop())));

  const append = (events: readonly NewEvent[]) =>
    database.transaction().execute((transaction) => appendEvents(transaction, events));

  const startRelay = (options: { bus?: EventBus; alone?: boolean } = {}) => {
    const relay = startOutboxRelay({
      ...{ room: 'notes', database, bus, log, alone: false, announcementsOf: () => [] },
      ...options,
    });
    relays.push(relay);
    return relay;
  };

  const waiting = async () =>
    Number(
      (
        await database
          .selectFrom('outbox')
          .select((select) => select.fn.countAll().as('count'))
          .where('published_at', 'is', null)
          .executeTakeFirstOrThrow()
      ).count,
    );

  /** A bus that keeps what it was given. */
  const keepingBus = (refuse: () => boolean = () => false) => {
    const published: AnyDomainEvent[] = [];
    const keeping: EventBus = {
      ...bus,
      publish(events) {
        if (refuse()) return Promise.reject(new Error('the bus is away'));
        published.push(...events);
        return Promise.resolve();
      },
    };
    return { keeping, published };
  };

  const localIds = (events: readonly AnyDomainEvent[]) =>
    events.map((event) => (event.type === 'customer.recorded' ? event.payload.localId : ''));

  const named = (count: number, prefix = 'n') =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);

  describe('that are published', () => {
    test('leave in the order in which they were written, more than a batch of them', async () => {
      const { keeping, published } = keepingBus();
      await append(newEvents(1_201));
      startRelay({ bus: keeping });
      await eventually(async () => expect(await waiting()).toBe(0));
      expect(localIds(published)).toEqual(named(1_201));
    });

    test('say what happened, when, and in which room', async () => {
      const { keeping, published } = keepingBus();
      await append(newEvents(1));
      startRelay({ bus: keeping });
      await eventually(() =>
        expect(published).toEqual([
          {
            id: expect.stringMatching(/^[0-9a-f-]{14}7/),
            type: 'customer.recorded',
            room: 'notes',
            occurredAt: '2026-01-01T00:00:00.123Z',
            payload: { division: 'notes', localId: 'n0', record: { name: 'Zoë' } },
          },
        ]),
      );
    });

    test('leave once, even when the relay is kicked all the time', async () => {
      const { keeping, published } = keepingBus();
      const relay = startRelay({ bus: keeping });
      for (let batch = 0; batch < 10; batch++) {
        await append(newEvents(5, `b${batch}-`));
        relay.kick();
      }
      await eventually(async () => expect(await waiting()).toBe(0));
      expect(new Set(localIds(published)).size).toBe(50);
      expect(published).toHaveLength(50);
    });

    test('are none when their change was rolled back', async () => {
      const { keeping, published } = keepingBus();
      const change = database.transaction().execute(async (transaction) => {
        await appendEvents(transaction, newEvents(3, 'undone'));
        throw new Error('the change fails');
      });
      await expect(change).rejects.toThrow('the change fails');
      await append(newEvents(1));
      startRelay({ bus: keeping });
      await eventually(async () => expect(await waiting()).toBe(0));
      expect(localIds(published)).toEqual(['n0']);
    });
  });

  describe('that cannot be published', () => {
    test('stay, and leave when the bus is back', async () => {
      let away = true;
      const { keeping, published } = keepingBus(() => away);
      await append(newEvents(3));
      const relay = startRelay({ bus: keeping });
      await relay.stop();
      expect(await waiting()).toBe(3);
      away = false;
      startRelay({ bus: keeping });
      await eventually(async () => expect(await waiting()).toBe(0));
      expect(localIds(published)).toEqual(named(3));
    });

    test('because one consumer fails are taken by all of them, and once', async () => {
      let failures = 2;
      const taken: string[] = [];
      const consume = async (events: readonly AnyDomainEvent[]) => {
        await database.transaction().execute(async (transaction) => {
          const fresh = await onlyNew(transaction, events);
          if (failures-- > 0) throw new Error('the consumer fails this time');
          taken.push(...localIds(fresh));
        });
      };
      const other = keepingConsumer('other');
      await bus.subscribe(other);
      await bus.subscribe({ name: 'notes', types: ['customer.recorded'], handle: consume });
      await append(newEvents(3));
      startRelay();
      await eventually(() => expect(taken).toEqual(named(3)));
      expect(new Set(other.ids).size).toBe(3);
    });
  });

  describe('that a relay claimed', () => {
    const claimAll = (until: 'later' | 'before') =>
      database
        .updateTable('outbox')
        .set({
          claimed_until:
            until === 'later'
              ? sql<Date>`now() + interval '1 hour'`
              : sql<Date>`now() - interval '1 second'`,
        })
        .execute();

    test('before it died are free at once for one that is alone', async () => {
      const { keeping, published } = keepingBus();
      await append(newEvents(2));
      await claimAll('later');
      startRelay({ bus: keeping, alone: true });
      await eventually(() => expect(localIds(published)).toEqual(named(2)));
    });

    test('are left to it until its claim lapses', async () => {
      const { keeping, published } = keepingBus();
      await append(newEvents(2));
      await claimAll('later');
      const relay = startRelay({ bus: keeping });
      await append(newEvents(1, 'free'));
      relay.kick();
      await eventually(() => expect(localIds(published)).toEqual(['free0']));
      await claimAll('before');
      relay.kick();
      await eventually(() => expect(localIds(published)).toEqual(['free0', 'n0', 'n1']));
      expect(await waiting()).toBe(0);
    });
  });

  if (name === 'PostgreSQL') {
    test('leave once, though two relays move them at the same time', async () => {
      const { keeping, published } = keepingBus();
      await append(newEvents(1_500));
      startRelay({ bus: keeping });
      startRelay({ bus: keeping });
      await eventually(async () => expect(await waiting()).toBe(0));
      expect(localIds(published).sort()).toEqual(named(1_500).sort());
    });

    test('are new to one of two that take them at the same time', async () => {
      const events = makeEvents(200);
      const take = (part: readonly AnyDomainEvent[]) =>
        database.transaction().execute((transaction) => onlyNew(transaction, part));
      const [first, second] = await Promise.all([take(events), take([...events].reverse())]);
      expect([...idsOf(first), ...idsOf(second)].sort()).toEqual([...idsOf(events)].sort());
    });
  }

  describe('that a room takes', () => {
    const take = (events: readonly AnyDomainEvent[]) =>
      database.transaction().execute((transaction) => onlyNew(transaction, events));

    test('are new once, in the order given', async () => {
      const events = makeEvents(10);
      expect(await take(events.slice(3, 6))).toEqual(events.slice(3, 6));
      expect(idsOf(await take(events))).toEqual(idsOf([...events.slice(0, 3), ...events.slice(6)]));
      expect(await take(events)).toEqual([]);
    });

    test('are new once, though a batch holds them twice', async () => {
      const [first, second] = makeEvents(2);
      if (first === undefined || second === undefined) throw new Error('There are two.');
      expect(await take([second, first, second, first])).toEqual([second, first]);
    });

    test('are new again when the transaction that took them failed', async () => {
      const events = makeEvents(2);
      const failing = database.transaction().execute(async (transaction) => {
        await onlyNew(transaction, events);
        throw new Error('the counting fails');
      });
      await expect(failing).rejects.toThrow('the counting fails');
      expect(await take(events)).toEqual(events);
    });

    test('may be none', async () => {
      expect(await take([])).toEqual([]);
    });
  });

  test('that a room writes may be none', async () => {
    await append([]);
    expect(await waiting()).toBe(0);
  });

  test('under way are done when the relay has stopped', async () => {
    let release: () => void = () => undefined;
    const published: string[] = [];
    const slow: EventBus = {
      ...bus,
      publish: (events) =>
        new Promise((resolve) => {
          release = () => {
            published.push(...localIds(events));
            resolve();
          };
        }),
    };
    await append(newEvents(2));
    const relay = startRelay({ bus: slow });
    await eventually(() => {
      release();
      expect(published).toEqual(named(2));
    });
    await relay.stop();
    expect(await waiting()).toBe(0);
  });
});
