import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GatewayClient } from '../../../cli/client/gateway-client.ts';
import { runImport } from '../../../cli/import/run-import.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { openInProcessEventBus } from '../../../subgraphs/kit/in-process-event-bus.ts';
import { metricsRoom } from '../../../subgraphs/metrics/main.ts';
import { serviceRoom } from '../../../subgraphs/service/main.ts';
import { openAnyDatabase } from '../../support/any-database.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { askGroups, askKpi, askKpis } from '../../subgraphs/metrics/kpi-client.ts';
import { incidentLog, requestLog, ticketLog, type CaseLog } from './case-logs.ts';
import { countCaseLog, percentile } from './count-case-log.ts';
import { makeTemporaryFiles, type TemporaryFiles } from './temporary-files.ts';

/** `CASE_LOGS=full` tries logs as long as service desks have them, which takes minutes. */
const IS_FULL = process.env['CASE_LOGS'] === 'full';

const LOGS: readonly (readonly [division: string, log: CaseLog, openedBefore: number])[] = [
  ['it', incidentLog(IS_FULL ? 119_998 : 1_500), 7 * 60_000],
  ['vinst', requestLog(IS_FULL ? 65_533 : 900), 0],
  ['desk', ticketLog(IS_FULL ? 13_710 : 600), 0],
];

const PERIOD = { from: '2016-01-01', to: '2018-12-31' };

/** The backlog at the end of this day. */
const DAY = { from: '2016-08-31', to: '2016-08-31' };
const DATE = Date.parse('2016-09-01T00:00:00Z');

describe('logs of cases', () => {
  let files: TemporaryFiles;
  let database: DatabasePool;
  let service: TestRoom;
  let metrics: TestRoom;

  beforeAll(
    async () => {
      files = await makeTemporaryFiles();
      database = await openAnyDatabase();
      const events = openInProcessEventBus();
      service = await startTestRoom(serviceRoom, { database, events });
      metrics = await startTestRoom(metricsRoom, { database, events });
      for (const [name, log] of LOGS) await importLog(name, log);
      await untilCounted();
    },
    (IS_FULL ? 60 : 3) * 60_000,
  );

  afterAll(async () => {
    await service.stop();
    await metrics.stop();
    await database.close();
    await files.remove();
  });

  /** As the command does, with the room in the place of the gateway. */
  const importLog = async (name: string, log: CaseLog) => {
    const client: GatewayClient = {
      async ask(query, variables) {
        const { data, errors } = await service.ask(query, variables);
        if (errors !== undefined) throw new Error(errors[0]?.message);
        return data;
      },
    };
    return runImport({
      file: await files.write(`${name}.csv`, `${log.lines.join('\n')}\n`),
      mappingFile: await files.write(`${name}.yaml`, log.mapping),
      division: null,
      kind: 'cases',
      rejectsFile: files.path(`${name}.rejected.csv`),
      dataDirectory: files.directory,
      target: name,
      client,
      bar: { update: () => undefined, finish: () => undefined },
    });
  };

  const untilCounted = async () => {
    const client = await database.pool.connect();
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from service.outbox',
    );
    client.release();
    for (let counted = 0; counted < (rows[0]?.count ?? 0);) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const { data } = await metrics.ask(
        '{ metricsFreshness { events } }',
        {},
        { scopes: ['kpi:read'] },
      );
      counted = data['metricsFreshness'].events;
    }
  };

  describe.each(LOGS)('of %s', (division, log, openedBefore) => {
    const counted = countCaseLog(log.entries, { openedBefore, date: DATE });
    const all = { ...PERIOD, division };

    test('bring every case, and a case reopened counts once', async () => {
      expect((await askKpi(metrics, 'case_volume', all)).value).toBe(counted.cases);
      const { numerator, denominator } = await askKpi(metrics, 'reopen_rate', all);
      expect([numerator, denominator]).toEqual([counted.reopened, counted.resolved]);
      expect(counted.reopened).toBeGreaterThan(0);
    });

    test('keep their service level by their last row', async () => {
      const { numerator, denominator } = await askKpi(metrics, 'sla_made_rate', all);
      const told = division === 'it' ? [counted.slaMade, counted.cases] : [0, 0];
      expect([numerator, denominator]).toEqual(told);
    });

    test('are resolved after as long', async () => {
      const { n, percentiles } = await askKpi(metrics, 'resolution_time', all);
      expect(n).toBe(counted.resolutions.length);
      const { p50 = 0, p90 = 0, p95 = 0 } = percentiles ?? {};
      for (const [share, value] of [
        [0.5, p50],
        [0.9, p90],
        [0.95, p95],
      ] as const) {
        expect(value).toBeCloseTo(percentile(counted.resolutions, share), 3);
      }
    });

    test('leave as many open at a date, of such an age', async () => {
      const asked = { ...DAY, division };
      expect((await askKpi(metrics, 'backlog', asked)).value).toBe(counted.ages.length);
      const { n, percentiles, value } = await askKpi(metrics, 'backlog_age', asked);
      expect(n).toBe(counted.ages.length);
      expect(percentiles?.p50).toBeCloseTo(percentile(counted.ages, 0.5), 3);
      expect(percentiles?.p90).toBeCloseTo(percentile(counted.ages, 0.9), 3);
      expect(value).toBeCloseTo(counted.ages.reduce((sum, age) => sum + age, 0) / n, 3);
      const unsolved = await askKpi(metrics, 'unsolved_backlog', asked);
      expect(unsolved.n).toBeLessThan(n);
      const old = { ...asked, groupBy: ['AGE'], names: ['backlog'] };
      const groups = await askKpis(metrics, old);
      const over30 = groups.find(({ group }) => group[0]?.value === '30+ d');
      expect(over30?.value ?? 0).toBe(counted.ages.filter((age) => age >= 30 * 86_400).length);
    });

    test('were in each state for so many seconds', async () => {
      const asked = { ...all, names: ['time_in_state'], groupBy: ['SOURCE_STATE'] };
      const states = await askKpis(metrics, asked);
      const seconds = Object.fromEntries(
        states.map(({ group, numerator }) => [group[0]?.value ?? '', numerator ?? 0]),
      );
      expect(Object.keys(seconds)).toEqual(Object.keys(counted.secondsIn).sort());
      for (const [state, expected] of Object.entries(counted.secondsIn)) {
        expect(seconds[state]).toBeCloseTo(expected, 3);
      }
    });
  });

  test('are told by month, channel and priority, which add up', async () => {
    const asked = { ...PERIOD, division: 'it' };
    const whole = await askKpi(metrics, 'sla_made_rate', asked);
    for (const dimension of ['MONTH', 'CHANNEL', 'PRIORITY']) {
      const kpis = await askKpis(metrics, {
        ...asked,
        names: ['sla_made_rate'],
        groupBy: [dimension],
      });
      expect(kpis.length).toBeGreaterThan(1);
      expect(kpis.reduce((sum, { numerator }) => sum + (numerator ?? 0), 0)).toBe(whole.numerator);
    }
    const backlog = await askGroups(metrics, 'backlog', { ...asked, groupBy: ['MONTH'] });
    expect(backlog['2016-08']).toBe(
      (await askKpi(metrics, 'backlog', { ...DAY, division: 'it' })).value,
    );
  });

  test('change nothing when they come again', async () => {
    const before = await askKpis(metrics, { ...PERIOD, groupBy: ['DIVISION'] });
    const [name, log] = takeFirst(LOGS);
    const rows = log.lines.length - 1;
    const summary = await importLog(name, log);
    expect(summary).toMatchObject({ read: rows, accepted: 0, unchanged: rows });
    await untilCounted();
    const after = await askKpis(metrics, { ...PERIOD, groupBy: ['DIVISION'] });
    expect(after.map(withoutTime)).toEqual(before.map(withoutTime));
  });
});

function takeFirst(logs: typeof LOGS): [string, CaseLog] {
  const [first] = logs;
  if (first === undefined) throw new Error('There must be a log.');
  return [first[0], first[1]];
}

function withoutTime({ asOf: _asOf, ...rest }: { readonly asOf: string }) {
  return rest;
}
