import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabases } from '../../support/test-databases.ts';
import { startServiceDesk, type ServiceDesk } from './service-desk.ts';

const LOG = `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) {
  id at channel direction division summary outcome agent waitSeconds handleSeconds
  case { id } customer { sourceRef { division localId } } } }`;
const ANSWER = `mutation ($input: SurveyAnswerInput!) { recordSurveyAnswer(input: $input) {
  kind score scaleMax channel verbatim } }`;
const REFER = `mutation ($input: ReferralInput!) { recordReferral(input: $input) {
  division outcome referrer { sourceRef { localId } } referred { sourceRef { division localId } } } }`;

describe.each(testDatabases)('contacts on $name', ({ open }) => {
  let desk: ServiceDesk;
  beforeAll(async () => {
    desk = await startServiceDesk(await open());
  });
  afterAll(() => desk.stop());

  const newest = async () => (await desk.events()).at(-1);

  test('an interaction is logged for whoever asks, now, with its event', async () => {
    const input = {
      division: 'banking',
      channel: 'CHAT',
      direction: 'INBOUND',
      summary: 'Asked for fees',
    };
    const { data } = await desk.room.ask(LOG, { input }, { subject: 'agent-3' });
    expect(data['logInteraction']).toMatchObject({
      ...input,
      outcome: 'HANDLED',
      agent: 'agent-3',
      case: null,
      customer: null,
    });
    expect(await newest()).toMatchObject({
      type: 'interaction.logged',
      payload: {
        interactionId: data['logInteraction'].id,
        agent: 'agent-3',
        localId: null,
        caseId: null,
      },
    });
  });

  test('an interaction of a case is of its customer', async () => {
    const { id } = await desk.openCase();
    const input = {
      division: 'banking',
      channel: 'PHONE',
      direction: 'OUTBOUND',
      caseId: id,
      at: '2026-01-05T10:00:00+01:00',
      waitSeconds: 3,
      handleSeconds: 200.5,
    };
    const { data } = await desk.room.ask(LOG, { input });
    expect(data['logInteraction']).toMatchObject({
      at: '2026-01-05T09:00:00.000Z',
      case: { id },
      customer: { sourceRef: { division: 'banking', localId: 'B1' } },
      waitSeconds: 3,
      handleSeconds: 200.5,
    });
    expect((await newest())?.['payload']).toMatchObject({ caseId: id, localId: 'B1' });
  });

  test('what does not go together is refused and leaves no event', async () => {
    const { id, number } = await desk.openCase();
    const before = (await desk.events()).length;
    const base = { division: 'lending', channel: 'PHONE', direction: 'INBOUND' };
    const refusals = [
      [{ caseId: id }, `Case ${number} must be of division lending, but is of: banking.`],
      [
        { customer: { division: 'banking', localId: 'B1' } },
        'must be of division lending, but is of: banking.',
      ],
      [{ caseId: 'nothing' }, 'Argument "caseId" must name a case, but got: "nothing".'],
      [{ handleSeconds: -2 }, '"input.handleSeconds" must not be negative, but is: -2.'],
      [{ summary: '\u0000' }, '"input.summary" must be well-formed Unicode'],
    ] as const;
    for (const [changes, message] of refusals) {
      const { errors } = await desk.room.ask(LOG, { input: { ...base, ...changes } });
      expect(errors?.[0]?.message).toContain(message);
    }
    expect(await desk.events()).toHaveLength(before);
  });

  test.each([
    ['CSAT', 0],
    ['CSAT', 6],
    ['NPS', 11],
    ['NPS', -1],
    ['CES', 0],
    ['CES', 8],
  ])('%s %d is off its scale', async (kind, score) => {
    const { errors } = await desk.room.ask(ANSWER, { input: { division: 'banking', kind, score } });
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toMatch(`but is: ${score}.`);
  });

  test('satisfaction is the share of the top two and the promoters less the detractors', async () => {
    const customer = { division: 'banking', localId: 'S1' };
    const answers = [
      ...[5, 4, 3].map((score) => ['CSAT', score]),
      ...[10, 9, 9, 8, 7, 0].map((score) => ['NPS', score]),
      ['CES', 7],
    ];
    for (const [kind, score] of answers) {
      const input = {
        division: 'banking',
        customer,
        kind,
        score,
        channel: 'EMAIL',
        verbatim: 'ok',
      };
      expect((await desk.room.ask(ANSWER, { input })).errors).toBeUndefined();
    }
    await desk.importRecords('SurveyAnswers', [
      {
        externalId: 'b',
        division: 'lending',
        customerLocalId: 'S1',
        kind: 'CSAT',
        score: 5,
        at: '2026-01-05T09:00:00Z',
      },
      {
        externalId: 'c',
        division: 'lending',
        customerLocalId: 'S1',
        kind: 'CSAT',
        score: 9,
        scaleMax: 10,
        at: '2026-01-05T09:00:00Z',
      },
    ]);
    const { data } = await desk.room.asEntities(
      'Customer',
      [
        { id: 'a', sourceRecords: [customer, { division: 'lending', localId: 'S1' }] },
        { id: 'b', sourceRecords: [{ division: 'banking', localId: 'unasked' }] },
        { id: 'c', sourceRecords: [customer] },
      ],
      'satisfaction { csat { value n } nps { value n } }',
    );
    expect(data._entities.map((entity) => entity?.['satisfaction'])).toEqual([
      { csat: { value: 0.75, n: 4 }, nps: { value: (100 * 2) / 6, n: 6 } },
      { csat: { value: null, n: 0 }, nps: { value: null, n: 0 } },
      { csat: { value: 2 / 3, n: 3 }, nps: { value: (100 * 2) / 6, n: 6 } },
    ]);
    expect(await newest()).toMatchObject({
      type: 'survey.answered',
      payload: { scaleMax: 10, localId: 'S1' },
    });
  });

  test('a survey answer on a case is of its customer', async () => {
    const { id } = await desk.openCase({ customer: { division: 'insurance', localId: 'I5' } });
    const input = { division: 'insurance', kind: 'CES', score: 6, caseId: id };
    expect((await desk.room.ask(ANSWER, { input })).data['recordSurveyAnswer']).toEqual({
      kind: 'CES',
      score: 6,
      scaleMax: 7,
      channel: null,
      verbatim: null,
    });
    expect((await newest())?.['payload']).toMatchObject({ division: 'insurance', localId: 'I5' });
  });

  test('a customer shows the referrals they gave, of all divisions, newest first', async () => {
    const referrer = { division: 'banking', localId: 'R1' };
    const given = [
      {
        division: 'lending',
        referrer,
        referred: { division: 'lending', localId: 'L9' },
        outcome: 'WON',
      },
      { division: 'banking', referrer },
    ];
    for (const input of given) {
      const { errors } = await desk.room.ask(REFER, { input });
      expect(errors).toBeUndefined();
    }
    expect(await newest()).toMatchObject({
      type: 'referral.made',
      payload: { division: 'banking', referrer, referred: null, outcome: 'PENDING' },
    });
    const { data } = await desk.room.asEntities(
      'Customer',
      [
        { id: 'a', sourceRecords: [referrer] },
        { id: 'b', sourceRecords: [{ division: 'lending', localId: 'L9' }] },
      ],
      'referrals { division outcome referred { sourceRef { localId } } }',
    );
    expect(data._entities).toEqual([
      {
        referrals: [
          { division: 'banking', outcome: 'PENDING', referred: null },
          { division: 'lending', outcome: 'WON', referred: { sourceRef: { localId: 'L9' } } },
        ],
      },
      { referrals: [] },
    ]);
    const { errors } = await desk.room.ask(REFER, {
      input: { division: 'banking', referrer, referred: referrer },
    });
    expect(errors?.[0]?.message).toContain('must be somebody else than the referrer');
  });
});
