import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabases } from '../../../support/test-databases.ts';
import { eventually } from '../../../support/eventually.ts';
import { startServiceDesk, type ServiceDesk } from '../service-desk.ts';

type Clock = Record<string, any>;

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const HOUR = 3_600_000;

/** Banking's key customers only; everybody else has no target at all. */
const POLICIES = [
  {
    version: 7,
    effectiveFrom: '2020-01-01T00:00:00Z',
    calendars: {
      always: {
        timeZone: 'UTC',
        hours: Object.fromEntries(DAYS.map((day) => [day, [['00:00', '24:00']]])),
      },
    },
    rules: ['HIGH', 'URGENT'].map((priority) => ({
      name: `key ${priority}`,
      division: 'banking',
      valueTier: 'KEY',
      priority,
      calendar: 'always',
      targets: {
        FIRST_REPLY: { seconds: priority === 'HIGH' ? 7_200 : 3_600 },
        NEXT_REPLY: { seconds: 600 },
        RESOLUTION: { seconds: priority === 'HIGH' ? 36_000 : 18_000 },
      },
    })),
  },
];

describe.each(testDatabases)('SLA clocks on $name', ({ open }) => {
  let [desk, directory]: [ServiceDesk, string] = [undefined as never, ''];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'switchboard-sla-'));
    const file = join(directory, 'policies.yaml');
    await writeFile(file, JSON.stringify(POLICIES));
    desk = await startServiceDesk(await open(), { SLA_POLICIES: file });
  });
  afterAll(async () => {
    await desk.stop();
    await rm(directory, { recursive: true });
  });

  const clocksOf = async (id: string): Promise<readonly Clock[]> => {
    const text = `query ($id: ID!) { case(id: $id) { priority status slaClocks { metric sequence state policy
      policyVersion calendar startedAt dueAt metAt breachedAt targetSeconds elapsedSeconds remainingSeconds } } }`;
    const { data, errors } = await desk.room.ask(text, { id });
    expect(errors).toBeUndefined();
    return data['case'].slaClocks as Clock[];
  };
  const named = async (id: string) =>
    (await clocksOf(id)).map(({ metric, state, policy }) => `${metric} ${state} ${policy}`);

  test('a case has the clocks that its policies ask for, frozen with their version', async () => {
    const { id, openedAt } = await desk.openCase({ valueTier: 'KEY' });
    desk.wait(1);
    const [reply, resolution] = await clocksOf(id);
    expect(reply).toMatchObject({
      metric: 'FIRST_REPLY',
      sequence: 1,
      state: 'RUNNING',
      policy: 'key HIGH',
      policyVersion: 7,
      calendar: 'always',
      startedAt: openedAt,
      dueAt: new Date(Date.parse(openedAt) + 2 * HOUR).toISOString(),
      targetSeconds: 7_200,
    });
    expect(resolution?.['elapsedSeconds']).toBeGreaterThanOrEqual(3_600);
    const { elapsedSeconds = 0, remainingSeconds = 0 } = resolution ?? {};
    expect(Number(elapsedSeconds) + Number(remainingSeconds)).toBe(36_000);
  });

  test('a case that no policy asks for has none, and nothing is said of its response', async () => {
    const { id } = await desk.openCase();
    await desk.move('replyToCase', id, 'text: "Hello"');
    expect(await clocksOf(id)).toEqual([]);
    const events = (await desk.events('case.%')).filter(({ payload }) => payload.caseId === id);
    expect(events.map(({ type }) => type)).toEqual(['case.opened', 'case.replied']);
  });

  test('each message after the first reply begins a clock, kept with its text and told', async () => {
    const { id } = await desk.openCase({ valueTier: 'KEY' });
    await desk.move('replyToCase', id, 'text: "Hello"');
    await desk.move('pauseCase', id, 'waitingFor: CUSTOMER');
    const { data } = await desk.move('recordCustomerMessage', id, 'text: "And now?"');
    expect(data['recordCustomerMessage']).toMatchObject({
      status: 'OPEN',
      replies: [{ text: 'Hello' }, { author: 'customer', public: true, text: 'And now?' }],
    });
    expect(await named(id)).toContain('NEXT_REPLY RUNNING key HIGH');
    desk.wait(1);
    await desk.move('replyToCase', id, 'text: "Sorry"');
    expect(await named(id)).toContain('NEXT_REPLY BREACHED key HIGH');
    const told = await desk.events('case.customer-wrote');
    expect(told.filter(({ payload }) => payload.caseId === id)).toHaveLength(1);
  });

  test('a case given another priority has the clocks of that, and tells it', async () => {
    const { id, openedAt } = await desk.openCase({ valueTier: 'KEY' });
    const { data } = await desk.move('prioritiseCase', id, 'priority: URGENT');
    expect(data['prioritiseCase'].status).toBe('NEW');
    expect(await named(id)).toEqual([
      'FIRST_REPLY CANCELLED key HIGH',
      'FIRST_REPLY RUNNING key URGENT',
      'RESOLUTION CANCELLED key HIGH',
      'RESOLUTION RUNNING key URGENT',
    ]);
    expect((await clocksOf(id))[1]?.['startedAt']).toBe(openedAt);
    const told = (await desk.events('case.prioritised')).filter(
      (one) => one['payload'].caseId === id,
    );
    expect(told.map((one) => one['payload'].priority)).toEqual(['URGENT']);
    await desk.move('closeCase', id);
    const { errors } = await desk.move('prioritiseCase', id, 'priority: LOW');
    expect(errors?.[0]?.extensions['code']).toBe('CASE_TRANSITION_REFUSED');
  });

  test('of two merged cases the one kept waits since the first of them, and the other is closed', async () => {
    const first = await desk.openCase({ valueTier: 'KEY' });
    desk.wait(0.5);
    const second = await desk.openCase({ valueTier: 'KEY' });
    desk.wait(0.5);
    const third = await desk.openCase({ valueTier: 'KEY' });
    await desk.move('mergeCase', first['id'], `into: "${second['id']}"`);
    const { data, errors } = await desk.move('mergeCase', second['id'], `into: "${third['id']}"`);
    expect(errors).toBeUndefined();
    expect(data['mergeCase'].id).toBe(third['id']);
    expect((await clocksOf(third['id']))[0]).toMatchObject({
      state: 'RUNNING',
      startedAt: first['openedAt'],
    });
    expect(await named(first['id'])).toEqual([
      'FIRST_REPLY CANCELLED key HIGH',
      'RESOLUTION CANCELLED key HIGH',
    ]);
    const told = await desk.events('case.absorbed');
    expect(told.at(-1)?.['payload']).toMatchObject({
      caseId: third['id'],
      mergedId: second['id'],
      waitingSince: first['openedAt'],
    });
  });

  test('a clock at risk and a clock that is late are told of, once each', async () => {
    const { id } = await desk.openCase({ valueTier: 'KEY' });
    const told = async () =>
      (await desk.events('sla.%'))
        .filter(({ payload }) => payload.caseId === id)
        .map(({ type, payload }) => `${type} ${payload.metric} ${payload.sequence}`);
    desk.wait(1.75);
    await eventually(async () => {
      expect(await told()).toEqual(['sla.warned FIRST_REPLY 1']);
    });
    expect((await clocksOf(id))[0]?.['state']).toBe('RUNNING');
    desk.wait(1);
    await desk.move('replyToCase', id, 'text: "Late"');
    await eventually(async () => {
      expect(await told()).toEqual(['sla.warned FIRST_REPLY 1', 'sla.breached FIRST_REPLY 1']);
    });
    await desk.move('resolveCase', id);
    await eventually(async () => {
      const waiting = 'select sla_look_at from service.service_case where id = $1';
      expect(await desk.rows(waiting, [id])).toEqual([{ sla_look_at: null }]);
    });
    expect(await told()).toHaveLength(2);
  });

  test('a case as another system tells of it is not watched before somebody moves it', async () => {
    const record = { externalId: 'X1', division: 'banking', type: 'INCIDENT', priority: 'HIGH' };
    await desk.importRecords('Cases', [{ ...record, openedAt: '2026-01-05T09:00:00Z' }]);
    const looks = 'select sla_look_at from service.service_case where external_id = $1';
    expect(await desk.rows(looks, ['X1'])).toEqual([{ sla_look_at: null }]);
  });

  test('cases that are the same, of two customers, or over cannot be merged', async () => {
    const [one, other] = [await desk.openCase(), await desk.openCase()];
    const stranger = await desk.openCase({ customer: { division: 'banking', localId: 'B2' } });
    const merge = async (id: string, into: string) =>
      (await desk.move('mergeCase', id, `into: "${into}"`)).errors?.[0];
    expect((await merge(one['id'], one['id']))?.message).toContain('"into" must name another case');
    expect((await merge(one['id'], stranger['id']))?.message).toContain('of the same customer');
    expect((await merge(one['id'], 'nobody'))?.extensions['code']).toBe('CASE_NOT_FOUND');
    await desk.move('closeCase', other['id']);
    expect((await merge(one['id'], other['id']))?.extensions['code']).toBe(
      'CASE_TRANSITION_REFUSED',
    );
    const { data } = await desk.room.ask('query ($id: ID!) { case(id: $id) { status } }', {
      id: one['id'],
    });
    expect(data['case'].status).toBe('NEW');
  });

  test('merges at once in both directions leave one case open', async () => {
    const [one, other] = [await desk.openCase(), await desk.openCase()];
    const answers = await Promise.all([
      desk.move('mergeCase', one['id'], `into: "${other['id']}"`),
      desk.move('mergeCase', other['id'], `into: "${one['id']}"`),
    ]);
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
  });
});
