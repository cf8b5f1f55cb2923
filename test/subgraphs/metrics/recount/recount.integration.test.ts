import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import type { AnyDomainEvent } from '../../../../schema/events.ts';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { eventLog } from '../../../../subgraphs/kit/event-log.ts';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import { countEvents } from '../../../../subgraphs/metrics/facts/count-events.ts';
import { KPI_CATALOGUE } from '../../../../subgraphs/metrics/kpis/catalogue.ts';
import { measureKpis } from '../../../../subgraphs/metrics/measures/measure-kpis.ts';
import { metricsMigrations } from '../../../../subgraphs/metrics/migrations.ts';
import type { KpiDimension } from '../../../../subgraphs/metrics/model.ts';
import { readScope } from '../../../../subgraphs/metrics/read-scope.ts';
import { COUNTED_TABLES } from '../../../../subgraphs/metrics/recount/fact-tables.ts';
import { recount } from '../../../../subgraphs/metrics/recount/recount.ts';
import { refreshRollups } from '../../../../subgraphs/metrics/rollups/refresh-rollups.ts';
import type { MetricsTables } from '../../../../subgraphs/metrics/tables.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { eventMaker } from '../event-maker.ts';
import { toldEvents } from './told-events.ts';

const NOW = new Date('2026-02-20T13:30:00Z');
/** As long as hours may be asked for. */
const PERIOD = { from: '2026-01-10', to: '2026-02-09' };

const GROUPS: readonly (readonly KpiDimension[])[] = [
  ...([[], ['DIVISION', 'DAY'], ['HOUR'], ['CHANNEL'], ['CASE_TYPE'], ['PRIORITY']] as const),
  ...([['VALUE_TIER'], ['TOPIC'], ['AGENT'], ['STATE'], ['SOURCE_STATE']] as const),
] as readonly (readonly KpiDimension[])[];

const DAYS = GROUPS.slice(0, 2);

/** What people set or asked, in the room's other tables. */
const SET_TABLES = ['kpi_target', 'book_entry', 'asked_question', 'outbox'];

describe.each(testDatabases)('a recount, on $name', ({ open }) => {
  let pool: DatabasePool;
  let database: Kysely<MetricsTables>;
  const told = toldEvents();
  const [earlier, late] = [told.slice(0, -12), told.slice(-12)];

  beforeAll(async () => {
    pool = await open();
    database = await openRoomDatabase<MetricsTables>(pool, 'metrics', metricsMigrations);
    await openRoomDatabase(pool, 'customers', []);
    await openRoomDatabase(pool, 'service', []);
    await sql.raw(SETTINGS).execute(database);
  });
  afterAll(() => pool.close());

  beforeEach(async () => {
    const tables = [...COUNTED_TABLES, 'consumed_event', 'rollup', 'rollup_layout', 'stale_day'];
    const names = tables.map((table) => sql.id('metrics', table));
    await sql`truncate ${sql.join(names)}, service.outbox, customers.outbox`.execute(database);
    await tell(earlier);
    // Live they come in batches, out of order, and some of them again.
    const shuffled = [...earlier].reverse();
    for (let at = 0; at < shuffled.length; at += 30) {
      await countEvents(database, shuffled.slice(Math.max(0, at - 7), at + 30));
    }
    await refreshRollups(database);
  });

  async function tell(events: readonly AnyDomainEvent[]) {
    for (const { id, type, occurredAt, payload } of events) {
      const outbox = type.startsWith('customer.') ? 'customers' : 'service';
      const content = JSON.stringify(payload);
      await sql`insert into ${sql.id(outbox, 'outbox')} (id, type, occurred_at, payload)
        values (${id}, ${type}, ${occurredAt}, ${content}::jsonb)`.execute(database);
    }
  }

  async function rowsOf(tables: readonly string[]) {
    const found: Record<string, readonly string[]> = {};
    for (const table of tables) {
      const { rows } = await sql<{ row: string }>`
        select to_jsonb(one)::text as row from ${sql.id('metrics', table)} as one
      `.execute(database);
      found[table] = rows.map(({ row }) => row).sort();
    }
    return found;
  }

  /** Days that came to nothing again are as good as none. */
  async function facts() {
    const { customer_day: days = [], ...others } = await rowsOf([
      ...COUNTED_TABLES,
      'consumed_event',
    ]);
    const counts = (row: string) => Object.values(JSON.parse(row) as Record<string, unknown>);
    const isSome = (row: string) => counts(row).some((one) => typeof one === 'number' && one !== 0);
    return new Map(Object.entries({ ...others, customer_day: days.filter(isSome) }));
  }

  async function answers(groups = GROUPS) {
    const found = [];
    for (const groupBy of groups) {
      const scope = readScope({ ...PERIOD, groupBy }, NOW);
      const measured = await measureKpis(database, KPI_CATALOGUE, scope, { percentiles: true });
      found.push(
        ...measured.map(({ kpi, ...figures }) => ({ groupBy, name: kpi.name, ...figures })),
      );
    }
    return found;
  }

  const again = (mostRows?: number) =>
    recount(database, mostRows === undefined ? { log: eventLog } : { log: eventLog, mostRows });

  test('leaves every fact and every KPI by every dimension as counting left them', async () => {
    const before = {
      facts: await facts(),
      answers: await answers(),
      set: await rowsOf(SET_TABLES),
    };
    const { rooms, fresh } = await again();
    expect(rooms.map(({ room }) => room)).toEqual(['customers', 'metrics', 'service']);
    expect(rooms.reduce((sum, { counted }) => sum + counted, 0)).toBe(earlier.length);
    expect(fresh).toBe(0);
    expect(await facts()).toEqual(before.facts);
    // From the facts, then from sums that are made anew.
    expect(await answers()).toEqual(before.answers);
    await refreshRollups(database);
    expect(await answers()).toEqual(before.answers);
    expect(await rowsOf(SET_TABLES)).toEqual(before.set);
  });

  test('does so when its memory holds few rows', async () => {
    const before = await facts();
    await again(2);
    expect(await facts()).toEqual(before);
  });

  test('mends facts and sums that were spoilt', async () => {
    const before = { facts: await facts(), answers: await answers(DAYS) };
    await database.deleteFrom('case_span').execute();
    await database
      .updateTable('interaction')
      .set({ outcome: 'HANDLED', stamp: 'spoilt' })
      .execute();
    await refreshRollups(database);
    await database.updateTable('rollup').set({ amounts: [] }).execute();
    await again();
    await refreshRollups(database);
    expect({ facts: await facts(), answers: await answers(DAYS) }).toEqual(before);
  });

  test('leaves what was there when it breaks off, marks changes afterwards, and can be begun again', async () => {
    const before = await facts();
    const breaksOff = () => {
      throw new Error('killed');
    };
    await expect(recount(database, { log: eventLog, onProgress: breaksOff })).rejects.toThrow(
      'killed',
    );
    expect(await facts()).toEqual(before);
    await database.deleteFrom('stale_day').execute();
    await database.updateTable('survey').set({ stamp: 'touched' }).execute();
    expect(await database.selectFrom('stale_day').selectAll().execute()).not.toEqual([]);
    await again();
    expect(await facts()).toEqual(before);
  });

  test('counts what was told and not counted yet, which then counts once when it comes', async () => {
    await tell(late);
    const { fresh } = await again();
    expect(fresh).toBe(late.length);
    const whole = { facts: await facts(), answers: await answers(DAYS) };
    await countEvents(database, late);
    expect({ facts: await facts(), answers: await answers(DAYS) }).toEqual(whole);
    expect(whole.facts.get('progress')).toEqual([
      expect.stringContaining(`"events": ${told.length}`),
    ]);
  });

  test('and the events that come while it runs are all counted, each once', async () => {
    const coming = { tells: Promise.resolve(), counts: Promise.resolve() };
    const onProgress = () => {
      onProgress.calls += 1;
      if (onProgress.calls > 1) return;
      coming.tells = tell(late);
      coming.counts = coming.tells.then(() => countEvents(database, late));
    };
    onProgress.calls = 0;
    await recount(database, { log: eventLog, onProgress });
    await coming.counts;
    const after = await facts();
    expect(after.get('consumed_event')).toHaveLength(told.length);
    await again();
    expect(await facts()).toEqual(after);
  });

  test('passes over events of types that nothing is counted of, and names them', async () => {
    const before = await facts();
    await sql`insert into service.outbox (id, type, occurred_at, payload)
      values (gen_random_uuid(), 'parcel.lost', now(), '{}'), (gen_random_uuid(), 'parcel.lost', now(), '7')
    `.execute(database);
    const { rooms } = await again();
    expect(rooms.flatMap(({ passed }) => [...passed])).toEqual([
      ['kpi.target', 1],
      ['parcel.lost', 2],
    ]);
    expect(await facts()).toEqual(before);
  });

  test('names the event that cannot be counted, and changes nothing', async () => {
    const before = await facts();
    const { id } = eventMaker('broken')('case.closed', '2026-01-01', {
      ...{ caseId: 'K1', division: 'banking', localId: null },
    });
    await sql`insert into service.outbox (id, type, occurred_at, payload)
      values (${id}, 'case.closed', now(), 'null')`.execute(database);
    await expect(again()).rejects.toThrow(
      `Event ${id} of service, "case.closed", cannot be counted: `,
    );
    expect(await facts()).toEqual(before);
  });

  test('is refused when something was counted that no outbox has', async () => {
    await countEvents(database, late);
    const before = await facts();
    await expect(again()).rejects.toThrow(`but got: ${late.length} that are in none.`);
    expect(await facts()).toEqual(before);
  });
});

const SETTINGS = `
  insert into metrics.kpi_target (kpi, division, valid_from, value, set_by, set_at)
    values ('csat', '', '2026-01-01', 0.9, 'lead', now());
  insert into metrics.book_entry (book, subject, version, at, actor, content)
    values ('costs', '2026-01', 1, now(), 'lead', '{"total": "1.00"}');
  insert into metrics.asked_question (id, subject, asked_at, question) values ('q', 'analyst', now(), '{}');
  insert into metrics.outbox (id, type, occurred_at, payload)
    values (gen_random_uuid(), 'kpi.target', now(), '{}')`;
