import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import {
  developmentAssertionSecret,
  developmentKeys,
} from '../../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../../gateway/auth/development-token.ts';
import { readConfig } from '../../../gateway/config.ts';
import type { RunningGateway } from '../../../gateway/start-gateway.ts';
import { startGateway } from '../../../gateway/start-gateway.ts';
import { deriveRoomKey } from '../../../schema/assertion.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { openInProcessEventBus } from '../../../subgraphs/kit/in-process-event-bus.ts';
import type { RunningRoom } from '../../../subgraphs/kit/start-room.ts';
import { startRoom } from '../../../subgraphs/kit/start-room.ts';
import { metricsRoom } from '../../../subgraphs/metrics/main.ts';
import { callsByDay } from '../../subgraphs/metrics/overlap/calls-by-day.ts';
import { openAnyDatabase } from '../../support/any-database.ts';
import { askGraph } from '../../support/tiny-company.ts';

const log = pino({ level: 'silent' });
const SUPERGRAPH = new URL('../../../schema/supergraph.graphql', import.meta.url);

/** Numbers that may each be told must not tell together of one customer, at a running gateway over the real room. */
describe('attacks by what two answers differ by', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'overlap-'));
  const environment = { DATA_DIR: dataDirectory, PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test' };
  const config = readConfig(environment);
  let database: DatabasePool;
  let room: RunningRoom;
  let gateway: RunningGateway;
  beforeAll(async () => {
    database = await openAnyDatabase();
    const events = openInProcessEventBus();
    const secret = developmentAssertionSecret(dataDirectory);
    const assertionKey = deriveRoomKey(secret, metricsRoom.name);
    const options = { database, events, assertionKey, port: 0, log, settings: {}, dataDirectory };
    room = await startRoom(metricsRoom, options);
    await events.publish(callsByDay({ days: 90, phone: 2, chat: 1 }));
    const subgraphs = { [metricsRoom.name]: { url: room.url } };
    gateway = await startGateway(
      { ...config, subgraphs, ledger: { ...config.ledger, enabled: false } },
      { supergraph: readFileSync(SUPERGRAPH, 'utf8'), log },
    );
  });
  afterAll(async () => {
    await gateway.stop();
    await room.stop();
    await database.close();
    rmSync(dataDirectory, { recursive: true });
  });

  const tokenOf = async (role: string, subject: string) => {
    const { issuer, audience } = config.auth;
    return signDevelopmentToken(await developmentKeys(dataDirectory), {
      ...{ roles: [role], scopes: [], subject, division: null, purpose: null, issuer, audience },
      ...{ lifetimeSeconds: 600, now: new Date() },
    });
  };
  const ask = async (subject: string, query: string, role = 'analyst') => {
    const headers = { authorization: `Bearer ${await tokenOf(role, subject)}` };
    const { data, errors } = await askGraph(gateway.url, query, { headers });
    expect(errors).toEqual([]);
    return Object.values(data as Record<string, readonly object[]>).flat();
  };
  const calls = (to: string, more = '') =>
    `kpis(from: "2026-01-01", to: "${to}", names: ["call_volume"]${more}) { value n withheld }`;
  const TOLD = { value: 93, n: 93, withheld: false };
  const WITHHELD = { value: null, n: 0, withheld: true };

  test('56. the same question for a day more: withheld', async () => {
    expect(await ask('a', `{ ${calls('2026-01-31')} }`)).toEqual([TOLD]);
    expect(await ask('a', `{ ${calls('2026-02-01')} }`)).toEqual([WITHHELD]);
    expect(await ask('a', `{ ${calls('2026-01-31')} }`)).toEqual([TOLD]);
    const longer = { value: 99, n: 99, withheld: false };
    expect(await ask('a', `{ ${calls('2026-02-02')} }`)).toEqual([longer]);
  });

  test('56. under two names in one operation: one of them is withheld', async () => {
    const answers = await ask('b', `{ x: ${calls('2026-01-31')} y: ${calls('2026-02-01')} }`);
    expect(answers.filter((one) => 'withheld' in one && one.withheld)).toEqual([WITHHELD]);
  });

  test('56. in requests at once: no two that differ by few are told', async () => {
    const days = ['2026-01-30', '2026-01-31', '2026-02-01'];
    const answers = await Promise.all(days.map((day) => ask('c', `{ ${calls(day)} }`)));
    const told = answers.flat().flatMap((one) => ('n' in one && Number(one.n) > 0 ? [one.n] : []));
    expect([[90], [93], [96], [90, 96]]).toContainEqual(told);
  });

  test('56. a group by grouping, then by a filter for a day more: withheld', async () => {
    const grouped = await ask('d', `{ ${calls('2026-01-31', ', groupBy: [CHANNEL]')} }`);
    expect(grouped).toMatchObject([{ n: 31 }, { n: 62 }]);
    const filtered = calls('2026-02-01', ', filter: { channel: PHONE }');
    expect(await ask('d', `{ ${filtered} }`)).toEqual([WITHHELD]);
  });

  test('56. the whole, after all of its groups for a day less: withheld', async () => {
    await ask('e', `{ ${calls('2026-01-31', ', groupBy: [CHANNEL]')} }`);
    expect(await ask('e', `{ ${calls('2026-02-01')} }`)).toEqual([WITHHELD]);
  });

  test('56. what two periods leave of a third: withheld', async () => {
    expect(await ask('f', `{ ${calls('2026-01-31')} }`)).toEqual([TOLD]);
    const rest = calls('2026-02-28').replace('2026-01-01', '2026-02-02');
    expect(await ask('f', `{ ${rest} }`)).toMatchObject([{ n: 81 }]);
    expect(await ask('f', `{ ${calls('2026-02-28')} }`)).toEqual([WITHHELD]);
  });

  test('who may see small groups is told both', async () => {
    const both = `{ x: ${calls('2026-01-31')} y: ${calls('2026-02-01')} }`;
    expect(await ask('g', both, 'team-lead')).toMatchObject([{ n: 93 }, { n: 96 }]);
  });
});
