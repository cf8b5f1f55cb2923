import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql, type Kysely } from 'kysely';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import { countEvents } from '../../../../subgraphs/metrics/facts/count-events.ts';
import { KPI_CATALOGUE } from '../../../../subgraphs/metrics/kpis/catalogue.ts';
import { measureKpis } from '../../../../subgraphs/metrics/measures/measure-kpis.ts';
import { metricsMigrations } from '../../../../subgraphs/metrics/migrations.ts';
import type { KpiDimension, Scope } from '../../../../subgraphs/metrics/model.ts';
import { readScope } from '../../../../subgraphs/metrics/read-scope.ts';
import { refreshRollups } from '../../../../subgraphs/metrics/rollups/refresh-rollups.ts';
import { complaintsOfKnown } from '../../../../subgraphs/metrics/sources/complaint-source.ts';
import type { MetricsTables } from '../../../../subgraphs/metrics/tables.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { randomEvents } from './random-events.ts';

/** In the middle of a day, so that contacts of the last week are judged up to the middle of one. */
const NOW = new Date('2026-01-14T13:30:00Z');

const GROUPS: readonly (readonly KpiDimension[])[] = [
  [],
  ['DAY'],
  ['DIVISION', 'MONTH'],
  ['HOUR'],
  ['CHANNEL'],
  ['DIVISION', 'DAY', 'AGENT'],
  ['CASE_TYPE'],
  ['PRIORITY'],
  ['STATE'],
  ['CHANNEL', 'AGENT'],
];

const questions: fc.Arbitrary<Scope> = fc
  .record({
    from: fc.integer({ min: 1, max: 13 }),
    days: fc.integer({ min: 0, max: 12 }),
    division: fc.constantFrom(null, 'banking'),
    groupBy: fc.constantFrom(...GROUPS),
    filter: fc.constantFrom({}, { channel: 'PHONE' }, { caseType: 'COMPLAINT' }),
  })
  .map(({ from, days, ...asked }) =>
    readScope({ ...asked, from: isoDay(from), to: isoDay(Math.min(from + days, 13)) }, NOW),
  );

function isoDay(day: number): string {
  return `2026-01-${String(day).padStart(2, '0')}`;
}

function sorted(rows: readonly { readonly case_id: string }[]) {
  return [...rows].sort((left, right) => (left.case_id < right.case_id ? -1 : 1));
}

describe.each(testDatabases)('sums kept by day, on $name', ({ open }) => {
  let pool: DatabasePool;
  let database: Kysely<MetricsTables>;

  beforeAll(async () => {
    pool = await open();
    database = await openRoomDatabase<MetricsTables>(pool, 'metrics', metricsMigrations);
  });
  afterAll(() => pool.close());

  const ask = (scope: Scope) =>
    measureKpis(database, KPI_CATALOGUE, scope).then((measured) =>
      measured.map(({ kpi, ...figures }) => ({ name: kpi.name, ...figures })),
    );

  /** The judge: without a layout no sum is used, and everything is counted from its facts. */
  async function askFacts(scope: Scope) {
    const layouts = await database.deleteFrom('rollup_layout').returningAll().execute();
    const answers = await ask(scope);
    if (layouts.length > 0) await database.insertInto('rollup_layout').values(layouts).execute();
    return answers;
  }

  async function sums() {
    const rows = await database
      .selectFrom('rollup')
      .select(['source', 'cut', 'division', 'value'])
      .select([sql<string>`day::text`.as('date'), sql<string>`amounts::text`.as('amounts')])
      .execute();
    return rows.map((row) => JSON.stringify(row)).sort();
  }

  const complaints = {
    kept: async () => sorted(await database.selectFrom('complaint').selectAll().execute()),
    /** The judge: what the cases, links and changes of customers say together. */
    told: async () => sorted(await complaintsOfKnown(database).execute()),
  };

  test('answer as the facts do, whatever comes late, twice or out of order', async () => {
    const parts = fc.array(fc.boolean(), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        randomEvents,
        parts,
        fc.tuple(questions, questions),
        async (events, refreshed, asked) => {
          const size = Math.ceil(events.length / refreshed.length);
          for (const [part, isRefreshed] of refreshed.entries()) {
            await countEvents(database, events.slice(part * size, (part + 1) * size));
            if (isRefreshed) await refreshRollups(database);
          }
          for (const scope of asked) expect(await ask(scope)).toEqual(await askFacts(scope));
          expect(await complaints.kept()).toEqual(await complaints.told());
        },
      ),
      { numRuns: 6, seed: 20_260_114 },
    );
    expect(await database.selectFrom('rollup').selectAll().execute()).not.toEqual([]);
  });

  test('are the same when they are made anew', async () => {
    await refreshRollups(database);
    const kept = await sums();
    await database
      .updateTable('rollup_layout')
      .set({ fingerprint: 'of earlier definitions' })
      .execute();
    await refreshRollups(database);
    expect(await sums()).toEqual(kept);
    expect(await database.selectFrom('stale_day').selectAll().execute()).toEqual([]);
  });

  test('of other definitions are not used, and a day that changed is read from its facts', async () => {
    const scope = readScope({ from: isoDay(1), to: isoDay(13) }, NOW);
    const answers = await ask(scope);
    await database.updateTable('rollup').set({ amounts: [] }).execute();
    expect(await ask(scope)).not.toEqual(answers);
    await database.updateTable('interaction').set({ stamp: 'touched' }).execute();
    const calls = async () => (await ask(scope)).find(({ name }) => name === 'call_volume');
    expect(await calls()).toEqual(answers.find(({ name }) => name === 'call_volume'));
    await database
      .updateTable('rollup_layout')
      .set({ fingerprint: 'of earlier definitions' })
      .execute();
    expect(await ask(scope)).toEqual(answers);
  });

  test('of tables that are emptied are not used', async () => {
    await refreshRollups(database);
    await sql`truncate metrics.interaction`.execute(database);
    const scope = readScope({ from: isoDay(1), to: isoDay(13), groupBy: ['DAY'] }, NOW);
    expect(await ask(scope)).toEqual(await askFacts(scope));
  });

  test('of every source are refreshed, even of days that are marked again all the while', async () => {
    await refreshRollups(database);
    await sql`create function metrics.again() returns trigger language plpgsql as $body$ begin
      insert into metrics.stale_day values ('caseClosed', '2026-01-05');
      return null;
    end $body$`.execute(database);
    await sql`create trigger again after insert on metrics.rollup
      for each statement execute function metrics.again()`.execute(database);
    await sql`insert into metrics.stale_day
      values ('caseClosed', '2026-01-05'), ('survey', '2026-01-06')`.execute(database);
    let steps = 0;
    await refreshRollups(database, () => ++steps < 100);
    await sql`drop trigger again on metrics.rollup`.execute(database);
    const left = await database.selectFrom('stale_day').select('source').distinct().execute();
    expect(left).toEqual([{ source: 'caseClosed' }]);
  });
});
