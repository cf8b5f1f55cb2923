import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import { countEvents } from '../../../../subgraphs/metrics/facts/count-events.ts';
import { keptCasesMigration } from '../../../../subgraphs/metrics/kept-cases-migration.ts';
import { metricsMigrations } from '../../../../subgraphs/metrics/migrations.ts';
import { complaintsOfKnown } from '../../../../subgraphs/metrics/sources/complaint-source.ts';
import type { MetricsTables } from '../../../../subgraphs/metrics/tables.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { caseOpened, eventMaker } from '../event-maker.ts';

const make = eventMaker('complaints');
const link = (localId: string, customerId: string, at: string) =>
  make('customer.linked', at, { division: 'banking', localId, customerId, matchProbability: 1 });
const complain = (caseId: string, localId: string | null, at: string) =>
  make('case.opened', at, caseOpened(caseId, 'banking', localId, { type: 'COMPLAINT' }));

/** What is told one after the other, and of whom complaints are known after it. */
const STEPS = [
  [complain('K1', 'L1', '2026-01-05T09:00:00.000Z'), []],
  [link('L1', 'c1', '2026-01-06T09:00:00.000Z'), ['K1 c1']],
  [complain('K2', 'L2', '2026-01-07T09:00:00.000Z'), ['K1 c1']],
  [link('L2', 'c2', '2026-01-08T09:00:00.000Z'), ['K1 c1', 'K2 c2']],
  [
    make('product.opened', '2026-01-09T09:00:00.000Z', {
      ...{ division: 'banking', localId: 'L2', productId: 'P1', kind: 'ACCOUNT' },
    }),
    ['K1 c1', 'K2 c2'],
  ],
  [
    make('customer.merged', '2026-01-10T09:00:00.000Z', { customerId: 'c1', mergedId: 'c2' }),
    ['K1 c1', 'K2 c1'],
  ],
  [
    make('case.absorbed', '2026-01-11T09:00:00.000Z', {
      ...{ caseId: 'K1', mergedId: 'K2', division: 'banking', localId: 'L1' },
    }),
    ['K1 c1'],
  ],
  [link('L1', 'c3', '2026-01-12T09:00:00.000Z'), ['K1 c3']],
] as const;

describe.each(testDatabases)('complaints of known customers, on $name', ({ open }) => {
  let pool: DatabasePool;
  let database: Kysely<MetricsTables>;

  beforeAll(async () => {
    pool = await open();
    database = await openRoomDatabase<MetricsTables>(pool, 'metrics', metricsMigrations);
  });
  afterAll(() => pool.close());

  const kept = () => database.selectFrom('complaint').selectAll().orderBy('case_id').execute();
  const told = () => complaintsOfKnown(database).orderBy('case_id').execute();

  test('are those that the facts tell of, after each event', async () => {
    for (const [event, known] of STEPS) {
      await countEvents(database, [event]);
      const rows = await kept();
      expect(rows.map(({ case_id, identity }) => `${case_id} ${identity}`)).toEqual(known);
      expect(rows).toEqual(await told());
    }
  });

  test('count from the day on which their customer became active', async () => {
    const asked = { division: 'banking', localId: 'L4', productId: 'P4', kind: 'ACCOUNT' };
    await countEvents(database, [
      link('L4', 'c4', '2026-01-20T09:00:00.000Z'),
      complain('K4', 'L4', '2026-01-20T10:00:00.000Z'),
      make('product.opened', '2026-02-03T09:00:00.000Z', asked),
    ]);
    const active = new Date('2026-02-03T09:00:00.000Z');
    expect((await kept()).at(-1)).toMatchObject({ active_at: active, active_in_group_at: active });
  });

  test('of before are found when the tables are changed', async () => {
    const before = await kept();
    await sql`drop table metrics.complaint`.execute(database);
    await sql`drop index metrics.case_span_begin`.execute(database);
    await sql`create index case_fact_complaint on metrics.case_fact (case_id)`.execute(database);
    // A step of a room's tables knows no types of them.
    await keptCasesMigration.up(database as unknown as Kysely<unknown>);
    expect(await kept()).toEqual(before);
  });
});
