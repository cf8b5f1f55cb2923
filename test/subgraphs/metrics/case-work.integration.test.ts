import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { metricsRoom } from '../../../subgraphs/metrics/main.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { caseOpened, eventMaker, interaction } from './event-maker.ts';
import { askGroups, askKpi } from './kpi-client.ts';
import { voiceEvents } from './voice-events.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const FEBRUARY = { from: '2026-02-01', to: '2026-02-28' };
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A February of four cases: answered and open again, withdrawn, resolved and closed, untouched. */
function february(): readonly AnyDomainEvent[] {
  const make = eventMaker('february');
  const w1 = { caseId: 'W1', division: 'insurance', localId: 'V1' };
  const w2 = { ...w1, caseId: 'W2' };
  const w3 = { ...w1, caseId: 'W3' };
  const late = { sequence: 1, policy: 'standard', dueAt: '2026-02-02T09:00:00Z' };
  const open = (at: string, caseId: string, also: Parameters<typeof caseOpened>[3]) =>
    make('case.opened', at, caseOpened(caseId, 'insurance', 'V1', also));
  const told = { public: true, first: false };
  return [
    open('2026-02-01T09:00:00Z', 'W1', { category: 'Claims', valueTier: 'KEY' }),
    make('case.assigned', '2026-02-01T09:05:00Z', { ...w1, agent: 'ann' }),
    make('case.replied', '2026-02-01T09:30:00Z', { ...w1, public: true, first: true }),
    make('case.responded', '2026-02-01T09:30:00Z', { ...w1, timely: true }),
    make('case.customer-wrote', '2026-02-01T10:00:00Z', w1),
    make('case.customer-wrote', '2026-02-01T10:20:00Z', w1),
    make('case.replied', '2026-02-01T10:30:00Z', { ...w1, public: false, first: false }),
    make('case.replied', '2026-02-01T11:00:00Z', { ...w1, ...told }),
    make('case.customer-wrote', '2026-02-01T12:00:00Z', w1),
    make('case.assigned', '2026-02-01T13:00:00Z', { ...w1, agent: 'bob' }),
    make('case.prioritised', '2026-02-01T14:00:00Z', { ...w1, priority: 'HIGH' }),
    make('sla.breached', '2026-02-02T09:00:00Z', { ...w1, ...late, metric: 'RESOLUTION' }),
    make('case.resolved', '2026-02-03T09:00:00Z', w1),
    make('case.reopened', '2026-02-04T09:00:00Z', w1),
    open('2026-02-02T09:00:00Z', 'W2', { type: 'COMPLAINT', priority: 'LOW' }),
    make('case.assigned', '2026-02-02T09:05:00Z', { ...w2, agent: 'ann' }),
    make('sla.breached', '2026-02-02T12:00:00Z', { ...w2, ...late, metric: 'FIRST_REPLY' }),
    make('case.closed', '2026-02-05T09:00:00Z', w2),
    open('2026-02-10T09:00:00Z', 'W3', {}),
    make('case.assigned', '2026-02-10T09:05:00Z', { ...w3, agent: 'bob' }),
    make('case.customer-wrote', '2026-02-10T10:00:00Z', w3),
    make('case.replied', '2026-02-10T11:00:00Z', { ...w3, public: true, first: true }),
    make('case.responded', '2026-02-10T11:00:00Z', { ...w3, timely: true }),
    make('case.resolved', '2026-02-11T09:00:00Z', w3),
    make('case.closed', '2026-02-12T09:00:00Z', w3),
    open('2026-02-20T09:00:00Z', 'W4', {}),
    ...contacts(),
    ...customers(),
    ...voiceEvents(),
  ];
}

function contacts(): readonly AnyDomainEvent[] {
  const make = eventMaker('contacts');
  const log = (id: string, also: Parameters<typeof interaction>[3]) =>
    make('interaction.logged', '2026-02-15T09:00:00Z', interaction(id, 'insurance', null, also));
  const rate = (agent: string, score: number) =>
    make('survey.answered', '2026-02-16T09:00:00Z', {
      ...{ surveyId: `by ${agent}`, division: 'insurance', localId: null, kind: 'CSAT' },
      ...{ score, scaleMax: 5, channel: 'PHONE', agent, topic: 'Claims' },
    });
  return [
    log('P1', { waitSeconds: 10, agent: 'ann', resolved: true, topic: 'Claims' }),
    log('P2', { agent: 'bob', resolved: false }),
    log('P3', {}),
    log('P4', { outcome: 'ABANDONED', waitSeconds: 40 }),
    rate('ann', 5),
    rate('bob', 3),
  ];
}

function customers(): readonly AnyDomainEvent[] {
  const make = eventMaker('customers');
  const held = (localId: string) => {
    return { division: 'insurance', localId, productId: `of ${localId}`, kind: 'POLICY' };
  };
  const refer = (referralId: string, outcome: string) =>
    make('referral.made', '2026-02-17T09:00:00Z', {
      ...{ referralId, division: 'insurance', outcome, referred: null },
      referrer: { division: 'insurance', localId: 'V1' },
    });
  return [
    make('product.opened', '2026-01-10', held('V1')),
    make('product.closed', '2026-02-15', held('V1')),
    make('product.opened', '2026-01-10', held('V2')),
    refer('R1', 'WON'),
    refer('R2', 'LOST'),
    refer('R3', 'PENDING'),
  ];
}

describe.each(testDatabases)('work on cases, counted by hand, on $name', ({ open }) => {
  let room: TestRoom;

  beforeAll(async () => {
    room = await startTestRoom(metricsRoom, { database: await open(), clock: () => NOW });
    await room.events.publish(february());
  });
  afterAll(async () => {
    await room.stop();
    await room.database.close();
  });

  test.each([
    // W4 was given to nobody; W2 and W3 are closed.
    ['transfer_rate', 1, 3],
    ['withdrawal_rate', 1, 2],
    // W2 is late and closed, W4 has its time still.
    ['first_reply_attainment', 2, 3],
    ['late_resolution_rate', 1, 4],
    // From the first of two messages to the public answer; W3's came before any answer.
    ['next_reply_time', HOUR, 1],
    ['first_reply_time', 2.5 * HOUR, 2],
    ['first_resolution_time', 3 * DAY, 2],
    ['resolution_time', DAY, 1],
    ['resolved_of_answered_rate', 1, 2],
    ['resolved_of_offered_rate', 1, 3],
    ['average_time_to_abandon', 40, 1],
    ['referral_conversion_rate', 1, 2],
    ['customer_churn_rate', 1, 2],
    ['survey_response_rate', 1, 3],
    ['nps_response_rate', 1, 2],
    ['csat_response_rate', 0, 0],
    ['ces_response_rate', 0, 1],
    ['qa_score', 0.75, 2],
    ['critical_error_rate', 1, 2],
    ['offer_acceptance_rate', 1, 2],
    ['cross_sell_acceptance_rate', 1, 1],
  ])('%s is %p of %p', async (name, numerator, denominator) => {
    expect(await askKpi(room, name, FEBRUARY)).toMatchObject({ numerator, denominator });
  });

  test('what still waits is counted beside what is known', async () => {
    const waiting = async (name: string, asked: object = FEBRUARY) =>
      (await askKpi(room, name, { ...FEBRUARY, ...asked })).open;
    expect(await waiting('first_reply_time')).toBe(1);
    expect(await waiting('resolution_time')).toBe(2);
    expect(await waiting('first_resolution_time', { to: '2026-02-19' })).toBe(1);
    expect(await waiting('first_resolution_time', { division: 'banking' })).toBe(0);
    expect(await waiting('csat')).toBeNull();
  });

  test('cases are grouped by what they are about and who has them', async () => {
    const by = (dimension: string) =>
      askGroups(room, 'case_volume', { ...FEBRUARY, groupBy: [dimension] });
    expect(await by('PRIORITY')).toEqual({ HIGH: 1, LOW: 1, NORMAL: 2 });
    expect(await by('VALUE_TIER')).toEqual({ KEY: 1, '?': 3 });
    expect(await by('AGENT')).toEqual({ ann: 1, bob: 2, '?': 1 });
    expect(await by('CASE_TYPE')).toEqual({ COMPLAINT: 1, QUESTION: 3 });
    expect(await by('TOPIC')).toEqual({ Claims: 1, '?': 3 });
    expect(await by('DAY')).toEqual({
      '2026-02-01': 1,
      '2026-02-02': 1,
      '2026-02-10': 1,
      '2026-02-20': 1,
    });
  });

  test('calls and ratings are grouped by agent, links by channel', async () => {
    const byAgent = { ...FEBRUARY, groupBy: ['AGENT'] };
    expect(await askGroups(room, 'resolved_of_answered_rate', byAgent)).toEqual({ ann: 1, bob: 0 });
    expect(await askGroups(room, 'csat_mean', byAgent)).toEqual({ ann: 5, bob: 3 });
    expect(await askGroups(room, 'qa_score', byAgent)).toEqual({ ann: 0.75, bob: 0 });
    const byChannel = { ...FEBRUARY, groupBy: ['CHANNEL'] };
    expect(await askGroups(room, 'survey_response_rate', byChannel)).toEqual({
      EMAIL: 0.5,
      SMS: 0,
    });
  });

  test('what is true of customers is told for each month and day', async () => {
    const months = { from: '2026-01-01', to: '2026-02-28', groupBy: ['MONTH'] };
    expect(await askGroups(room, 'customer_churn_rate', months)).toEqual({ '2026-02': 0.5 });
    const days = { from: '2026-01-09', to: '2026-01-10', groupBy: ['DAY'] };
    const holders = await askGroups(room, 'products_per_customer', days);
    expect(holders).toEqual({ '2026-01-10': 1 });
  });

  test('days are told apart over no more than 400 of them', async () => {
    const asked = { from: '2024-01-01', to: '2026-02-28', groupBy: ['DAY'] };
    await expect(askKpi(room, 'case_volume', asked)).rejects.toThrow(
      'Argument "groupBy" must be DAY over at most 400 days, but got: a longer period.',
    );
  });
});
