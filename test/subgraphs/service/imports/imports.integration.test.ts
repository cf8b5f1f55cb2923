import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabases } from '../../../support/test-databases.ts';
import { startServiceDesk, type ServiceDesk } from '../service-desk.ts';

const at = '2026-03-02T09:00:00.000Z';

const complaint = (externalId: string, changes: object = {}) => ({
  externalId,
  division: 'banking',
  customerLocalId: 'B1',
  subject: 'Fees',
  type: 'COMPLAINT',
  channel: 'AGENCY',
  openedAt: at,
  ...changes,
});
const call = (externalId: string, changes: object = {}) => ({
  externalId,
  division: 'banking',
  channel: 'PHONE',
  at,
  outcome: 'HANDLED',
  ...changes,
});
const answer = (externalId: string, changes: object = {}) => ({
  externalId,
  division: 'banking',
  customerLocalId: 'B1',
  kind: 'CSAT',
  score: 5,
  at,
  ...changes,
});
const referral = (externalId: string, changes: object = {}) => ({
  externalId,
  division: 'banking',
  referrerLocalId: 'B1',
  at,
  ...changes,
});

describe.each(testDatabases)('imports on $name', ({ open }) => {
  let desk: ServiceDesk;
  beforeAll(async () => {
    desk = await startServiceDesk(await open());
  });
  afterAll(() => desk.stop());

  const typesSince = async (count: number) =>
    (await desk.events()).slice(count).map(({ type }) => type);
  const countEvents = async () => (await desk.events()).length;

  test('a record brings its whole life once, however often it comes', async () => {
    const records = [
      complaint('life', {
        agent: 'joe',
        firstRepliedAt: '2026-03-02T10:00:00Z',
        resolvedAt: '2026-03-03T00:00:00Z',
        closedAt: '2026-03-04T00:00:00Z',
        reopenCount: 1,
        timelyResponse: false,
      }),
    ];
    const before = await countEvents();
    const first = await desk.importRecords('Cases', records);
    const second = await desk.importRecords('Cases', records);
    expect([first.data['result'], second.data['result']]).toMatchObject([
      { accepted: 1, unchanged: 0, rejected: 0, rejections: [], faults: [] },
      { accepted: 0, unchanged: 1, rejected: 0, rejections: [], faults: [] },
    ]);
    const events = (await desk.events()).slice(before);
    expect(events.map(({ type }) => type.replace('case.', '')).join(' ')).toBe(
      'opened assigned replied resolved reopened resolved closed responded',
    );
    expect(events.map(({ occurred_at }) => occurred_at.toISOString().slice(0, 13))).toEqual([
      '2026-03-02T09',
      '2026-03-02T09',
      '2026-03-02T10',
      '2026-03-03T00',
      '2026-03-03T00',
      '2026-03-03T00',
      '2026-03-04T00',
      '2026-03-02T10',
    ]);
    expect(events.at(-1)?.['payload']).toMatchObject({ localId: 'B1', timely: false });
    const [row] = await desk.rows("select * from service.service_case where external_id = 'life'");
    expect(row).toMatchObject({ status: 'CLOSED', agent: 'joe', reopen_count: 1, trail_length: 7 });
  });

  test('the same key twice in a batch is taken once, the first', async () => {
    const { data } = await desk.importRecords('Cases', [
      complaint('twice', { subject: 'first' }),
      complaint('twice', { subject: 'second' }),
      complaint('twice', { division: 'lending', subject: 'of another division' }),
    ]);
    expect(data['result']).toMatchObject({ accepted: 2, unchanged: 1, unchangedAt: [1] });
    const rows = await desk.rows(
      "select subject from service.service_case where external_id = 'twice' order by subject",
    );
    expect(rows.map(({ subject }) => subject)).toEqual(['first', 'of another division']);
  });

  test('rows that are wrong are named and do not hold up the others', async () => {
    const { data } = await desk.importRecords('Cases', [
      complaint('right'),
      complaint(''),
      complaint('count', { reopenCount: -1 }),
      complaint('text', { description: 'a\u0000b' }),
      complaint('blank', { customerLocalId: '  ' }),
    ]);
    expect(data['result']).toMatchObject({
      accepted: 1,
      unchanged: 0,
      rejected: 4,
      rejections: [
        { index: 1, key: '', reason: '"externalId" must not be empty, but got: "".' },
        { index: 2, key: 'count', reason: '"reopenCount" must be 0 to 100, but is: -1.' },
        { index: 3, key: 'text' },
        { index: 4, key: 'blank', reason: '"customerLocalId" must not be empty, but got: "  ".' },
      ],
    });
  });

  test('a response before the opening is taken, told and kept', async () => {
    const records = [
      complaint('ok'),
      complaint('early', { firstRepliedAt: '2026-03-01T00:00:00Z' }),
    ];
    const { data } = await desk.importRecords('Cases', records);
    expect(data['result']).toMatchObject({
      accepted: 2,
      rejected: 0,
      faults: [{ index: 1, key: 'early', rule: 'RESPONSE_BEFORE_OPENING' }],
    });
    await desk.importRecords('Cases', records);
    const kept = await desk.rows("select * from service.import_fault where external_id = 'early'");
    expect(kept).toMatchObject([
      { record_kind: 'case', division: 'banking', rule: 'RESPONSE_BEFORE_OPENING' },
    ]);
  });

  test('more than 500 rows are refused', async () => {
    const many = Array.from({ length: 501 }, (_, place) => complaint(`many-${place}`));
    const { errors } = await desk.importRecords('Cases', many);
    expect(errors?.[0]).toMatchObject({
      message: 'Argument "records" must have at most 500 rows, but has: 501.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
    const none = await desk.importRecords('Cases', []);
    expect(none.data['result']).toMatchObject({ accepted: 0, unchanged: 0, rejected: 0 });
  });

  test('500 rows with long lives are one call', async () => {
    const many = Array.from({ length: 500 }, (_, place) =>
      complaint(`long-${place}`, { resolvedAt: at, closedAt: at, reopenCount: 5 }),
    );
    expect((await desk.importRecords('Cases', many)).data['result']).toMatchObject({
      accepted: 500,
    });
    const [{ entries } = {}] = await desk.rows(
      `select count(*)::int as entries from service.case_event
        join service.service_case on id = case_id where external_id like 'long-%'`,
    );
    expect(entries).toBe(500 * 13);
  });

  test('the same batch twice at once is taken once', async () => {
    const records = Array.from({ length: 50 }, (_, place) => complaint(`race-${place}`));
    const before = await countEvents();
    const answers = await Promise.all([1, 2, 3].map(() => desk.importRecords('Cases', records)));
    const accepted = answers.map(({ data }) => data['result'].accepted as number);
    expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect(await typesSince(before)).toHaveLength(50);
  });

  test('a batch that fails leaves nothing behind', async () => {
    const before = await countEvents();
    await desk.rows(
      "alter table service.outbox add constraint no_more check (type <> 'case.closed') not valid",
    );
    const records = [complaint('fails-1'), complaint('fails-2', { closedAt: at })];
    const { errors } = await desk.importRecords('Cases', records);
    await desk.rows('alter table service.outbox drop constraint no_more');
    expect(errors).toHaveLength(1);
    expect(await countEvents()).toBe(before);
    expect(
      await desk.rows("select 1 from service.service_case where external_id like 'fails-%'"),
    ).toEqual([]);
    expect((await desk.importRecords('Cases', records)).data['result']).toMatchObject({
      accepted: 2,
    });
  });

  test('calls join the case they name and take its customer when they have none', async () => {
    await desk.importRecords('Cases', [
      complaint('CR1', { customerLocalId: 'B7' }),
      complaint('CR2', { customerLocalId: null }),
    ]);
    const before = await countEvents();
    const { data } = await desk.importRecords('Interactions', [
      call('call-1', { caseExternalId: 'CR1' }),
      call('call-2', { caseExternalId: 'CR1', customerLocalId: 'B8' }),
      call('call-3', { caseExternalId: 'CR9', customerLocalId: 'B8' }),
      call('call-4', { caseExternalId: 'CR2' }),
      call('call-5', { outcome: 'ABANDONED', waitSeconds: 31.5, agent: 'joe' }),
      call('call-6', { waitSeconds: -1 }),
      call('call-7', { caseExternalId: 'CR1', division: 'lending' }),
    ]);
    expect(data['result']).toMatchObject({
      accepted: 6,
      rejected: 1,
      rejections: [
        { index: 5, key: 'call-6', reason: '"waitSeconds" must not be negative, but is: -1.' },
      ],
      faults: [
        { index: 1, rule: 'CASE_OF_ANOTHER_CUSTOMER' },
        { index: 2, rule: 'CASE_UNKNOWN' },
        { index: 6, rule: 'CASE_UNKNOWN' },
      ],
    });
    const events = (await desk.events()).slice(before).map(({ payload }) => payload);
    expect(events.map(({ localId, caseId }) => [localId, caseId !== null])).toEqual([
      ['B7', true],
      ['B8', true],
      ['B8', false],
      [null, true],
      [null, false],
      [null, false],
    ]);
    expect(events[4]).toMatchObject({
      channel: 'PHONE',
      direction: 'INBOUND',
      outcome: 'ABANDONED',
      waitSeconds: 31.5,
      handleSeconds: null,
      agent: 'joe',
    });
    const again = await desk.importRecords('Interactions', [call('call-1'), call('call-5')]);
    expect(again.data['result']).toMatchObject({ accepted: 0, unchanged: 2 });
    expect(await countEvents()).toBe(before + 6);
  });

  test('survey answers are taken on their scale only', async () => {
    const before = await countEvents();
    const records = [
      answer('csat', { verbatim: 'Great\nservice' }),
      answer('csat-10', { score: 9, scaleMax: 10 }),
      answer('nps', { kind: 'NPS', score: 0 }),
      answer('nps-11', { kind: 'NPS', score: 11 }),
      answer('ces-5', { kind: 'CES', score: 3, scaleMax: 5 }),
    ];
    const { data } = await desk.importRecords('SurveyAnswers', records);
    expect(data['result']).toMatchObject({
      accepted: 3,
      rejections: [
        { index: 3, key: 'nps-11', reason: '"score" of NPS must be 0 to 10, but is: 11.' },
        { index: 4, key: 'ces-5', reason: '"scaleMax" of CES must be 7, but is: 5.' },
      ],
    });
    const again = await desk.importRecords('SurveyAnswers', records.slice(0, 3));
    expect(again.data['result']).toMatchObject({ accepted: 0, unchanged: 3 });
    const events = (await desk.events()).slice(before).map(({ payload }) => payload);
    expect(events.map(({ kind, score, scaleMax }) => [kind, score, scaleMax])).toEqual([
      ['CSAT', 5, 5],
      ['CSAT', 9, 10],
      ['NPS', 0, 10],
    ]);
  });

  test('referrals are taken once, and nobody refers himself', async () => {
    const before = await countEvents();
    const records = [
      referral('ref-1', { referredLocalId: 'B2', outcome: 'WON' }),
      referral('ref-2'),
      referral('ref-3', { referredLocalId: 'B1' }),
    ];
    const { data } = await desk.importRecords('Referrals', records);
    expect(data['result']).toMatchObject({
      accepted: 2,
      rejected: 1,
      rejections: [{ index: 2, key: 'ref-3' }],
    });
    const again = await desk.importRecords('Referrals', records.slice(0, 2));
    expect(again.data['result']).toMatchObject({ accepted: 0, unchanged: 2 });
    expect((await desk.events()).slice(before).map(({ payload }) => payload)).toMatchObject([
      {
        division: 'banking',
        referrer: { division: 'banking', localId: 'B1' },
        referred: { division: 'banking', localId: 'B2' },
        outcome: 'WON',
      },
      { referred: null, outcome: 'PENDING' },
    ]);
  });
});
