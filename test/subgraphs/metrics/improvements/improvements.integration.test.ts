import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { metricsRoom } from '../../../../subgraphs/metrics/main.ts';
import { startTestRoom, type TestRoom } from '../../../support/room-client.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { refusalOf } from '../chargeback/chargeback-client.ts';
import { eventMaker, interaction } from '../event-maker.ts';

const NOW = '2026-03-01T12:00:00.000Z';
const LEAD = Object.freeze({ subject: 'lead-1', scopes: ['kpi:read', 'kpi:write'] });

/** Six calls a month, 300 seconds on average in January and 240 in February. */
function calls() {
  const make = eventMaker('improvements');
  const months = { '2026-01': 300, '2026-02': 240 };
  return Object.entries(months).flatMap(([month, mean]) =>
    [-10, -6, -2, 2, 6, 10].map((away, place) => {
      const call = { handleSeconds: mean + away };
      const at = `${month}-1${place}T09:00:00Z`;
      const id = `${month}/${place}`;
      return make('interaction.logged', at, interaction(id, 'banking', null, call));
    }),
  );
}

const FIELDS = `id version step objective kpi division target change changedOn decision lesson
  baseline { from to } check { from to }
  measured { verdict effect confidenceInterval { low high level }
    before { value n } after { value n confidenceInterval { low high } } }`;

const PLAN = Object.freeze({
  objective: 'Calls about cards take less time',
  kpi: 'average_handle_time',
  division: 'banking',
  baselineFrom: '2026-01-01',
  baselineTo: '2026-01-31',
  target: 250,
  change: 'Agents see the last three calls at once',
});

describe.each(testDatabases)('the improvement ledger, on $name', ({ open }) => {
  let room: TestRoom;
  let id: string;

  beforeAll(async () => {
    room = await startTestRoom(metricsRoom, { database: await open(), clock: () => new Date(NOW) });
    await room.events.publish(calls());
  });
  afterAll(async () => {
    await room.stop();
    await room.database.close();
  });

  const plan = (changes: object = {}, caller: object = LEAD) =>
    room.ask(
      `mutation ($input: PlanImprovementInput!) { planImprovement(input: $input) { ${FIELDS} } }`,
      { input: { ...PLAN, ...changes } },
      caller,
    );
  const step = (call: string) => room.ask(`mutation { ${call} { ${FIELDS} } }`, {}, LEAD);

  test('an improvement is planned, done, checked and concluded', async () => {
    const planned = (await plan()).data['planImprovement'];
    ({ id } = planned);
    expect(planned).toMatchObject({
      version: 1,
      step: 'PLAN',
      baseline: { from: '2026-01-01', to: '2026-01-31' },
      measured: { verdict: 'NOT_MEASURED', before: { value: 300, n: 6 }, after: { value: null } },
    });
    const early = await step(`checkImprovement(id: "${id}", from: "2026-02-01", to: "2026-02-28")`);
    expect(refusalOf(early)).toEqual([
      'BAD_USER_INPUT',
      'Argument "id" must be an improvement at DO, but got: one at PLAN.',
    ]);
    const started = await step(`startImprovement(id: "${id}", changedOn: "2026-02-01")`);
    expect(started.data['startImprovement']).toMatchObject({ step: 'DO', version: 2 });
    const checked = await step(
      `checkImprovement(id: "${id}", from: "2026-02-01", to: "2026-02-28")`,
    );
    const { measured } = checked.data['checkImprovement'];
    expect(measured).toMatchObject({ effect: -60, verdict: 'TARGET_MET', after: { n: 6 } });
    // Deviations have variance 56 over 6 calls, on both sides: 1.959964 * sqrt(2 * 56 / 6).
    expect(measured.confidenceInterval.low).toBeCloseTo(-60 - 8.468, 3);
    const concluded = await step(
      `concludeImprovement(id: "${id}", decision: ADOPT, lesson: "It helps")`,
    );
    expect(concluded.data['concludeImprovement']).toMatchObject({
      step: 'ACT',
      version: 4,
      decision: 'ADOPT',
      measured: { effect: -60, verdict: 'TARGET_MET' },
    });
  });

  test('what a decision rested on stands when late events come', async () => {
    const make = eventMaker('late calls');
    const late = interaction('late', 'banking', null, { handleSeconds: 9_000 });
    await room.events.publish([make('interaction.logged', '2026-02-20T09:00:00Z', late)]);
    const { data } = await room.ask(`{ improvement(id: "${id}") { ${FIELDS} } }`, {}, LEAD);
    expect(data['improvement'].measured).toMatchObject({
      effect: -60,
      after: { value: 240, n: 6 },
    });
  });

  test('the ledger lists improvements by step, and keeps every version', async () => {
    await plan({ objective: 'Another' });
    const ask = async (where: string) => {
      const { data } = await room.ask(`{ improvements${where} { objective } }`, {}, LEAD);
      return data['improvements'].map((one: any) => one.objective);
    };
    expect(await ask('')).toEqual([PLAN.objective, 'Another']);
    expect(await ask('(step: PLAN)')).toEqual(['Another']);
    const book = `{ bookEntries(book: IMPROVEMENT, subject: "${id}") { version actor } }`;
    const reader = { scopes: ['chargeback:read'] };
    expect(refusalOf(await room.ask(book, {}, reader))[0]).toBe('FORBIDDEN');
    const scopes = [...reader.scopes, 'kpi:small-groups'];
    const { data } = await room.ask(book, {}, { scopes });
    expect(data['bookEntries']).toHaveLength(4);
    expect(data['bookEntries'][0]).toEqual({ version: 4, actor: 'lead-1' });
  });

  test('faults are refused', async () => {
    expect(refusalOf(await plan({ objective: ' ' }))[1]).toMatch(
      /^Argument "input.objective" must be text/,
    );
    expect(refusalOf(await plan({ kpi: 'joy' }))[0]).toBe('BAD_USER_INPUT');
    expect(refusalOf(await plan({ baselineTo: '2025-12-31' }))[1]).toBe(
      'Argument "input.baselineTo" must be a day not before 2026-01-01, but got: 2025-12-31.',
    );
    expect(refusalOf(await plan({}, { ...LEAD, division: 'banking' }))[0]).toBe('FORBIDDEN');
    const unknown = '0199a000-0000-7000-8000-000000000000';
    const nobodys = await step(`startImprovement(id: "${unknown}", changedOn: "2026-02-01")`);
    expect(refusalOf(nobodys)).toEqual(['NOT_FOUND', `There is no improvement "${unknown}".`]);
    const again = await step(`startImprovement(id: "${id}", changedOn: "2026-02-01")`);
    expect(refusalOf(again)[1]).toBe(
      'Argument "id" must be an improvement at PLAN, but got: one at ACT.',
    );
  });
});
