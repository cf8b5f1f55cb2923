import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabases } from '../../../support/test-databases.ts';
import { startServiceDesk, type ServiceDesk } from '../service-desk.ts';

const call = (externalId: string) => ({
  externalId,
  division: 'banking',
  channel: 'PHONE',
  at: '2026-03-02T09:00:00.000Z',
  outcome: 'HANDLED',
});

describe.each(testDatabases)('imports, two at once and one with logs, on $name', ({ open }) => {
  let desk: ServiceDesk;
  beforeAll(async () => {
    desk = await startServiceDesk(await open());
  });
  afterAll(() => desk.stop());

  const batchesWaiting = async () => {
    const [row] = await desk.rows(`select count(*)::int as batches from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    return Number(row?.['batches']);
  };

  test('of the same records in other orders take each record once', async () => {
    const { kind, pool } = desk.room.database;
    const records = Array.from({ length: 9 }, (_, index) => call(`call-${index}`));
    // Somebody has the record in the middle for a while, so that each batch comes as far as that.
    const client = await pool.connect();
    await client.query('begin');
    await client.query(
      `insert into service.interaction (id, external_id, division, channel, direction, at, outcome)
       values (gen_random_uuid(), 'call-4', 'banking', 'PHONE', 'INBOUND', now(), 'HANDLED')`,
    );
    const imports = Promise.all([
      desk.importRecords('Interactions', records),
      desk.importRecords('Interactions', [...records].reverse()),
    ]);
    // PGlite has one session, so there nobody waits for a lock.
    while (kind === 'postgres' && (await batchesWaiting()) < 2);
    await client.query('rollback');
    client.release();
    const results = (await imports).map(({ data, errors }) => errors ?? data['result']);
    expect(results.map(({ accepted }) => accepted).sort()).toEqual([0, 9]);
    expect(results.map(({ unchanged }) => unchanged).sort()).toEqual([0, 9]);
  });

  test('a case comes with its log once, and goes on from the state that the log left it in', async () => {
    const entry = (hour: string, status: string, sourceState: string) => ({
      at: `2026-03-02T${hour}:00:00Z`,
      status,
      sourceState,
    });
    const record = {
      externalId: 'logged',
      division: 'banking',
      type: 'INCIDENT',
      slaMade: true,
      events: [
        entry('11', 'SOLVED', 'Resolved'),
        entry('09', 'NEW', 'Queued'),
        { ...entry('12', 'ON_HOLD', 'Vendor'), agent: 'joe' },
      ],
    };
    const before = (await desk.events()).length;
    const first = await desk.importRecords('CaseLogs', [record, { ...record, events: [] }]);
    const second = await desk.importRecords('CaseLogs', [record]);
    expect([first.data['result'], second.data['result']]).toMatchObject([
      { accepted: 1, unchanged: 0, rejections: [{ index: 1, key: 'logged' }] },
      { accepted: 0, unchanged: 1, rejected: 0 },
    ]);
    const types = (await desk.events()).slice(before).map(({ type }) => type.replace('case.', ''));
    expect(types.join(' ')).toBe('opened moved moved moved assigned resolved reopened sla-judged');
    const [row] = await desk.rows(
      "select * from service.service_case where external_id = 'logged'",
    );
    expect(row).toMatchObject({
      status: 'ON_HOLD',
      agent: 'joe',
      reopen_count: 1,
      trail_length: 4,
    });
    const { data } = await desk.move('resumeCase', row?.['id'] as string);
    expect(data['resumeCase']).toMatchObject({ status: 'OPEN', reopenCount: 1 });
    expect((await desk.events()).at(-1)?.['payload']).toMatchObject({ status: 'OPEN' });
  });
});
