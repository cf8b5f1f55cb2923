import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabases } from '../../../support/test-databases.ts';
import { startServiceDesk, type ServiceDesk } from '../service-desk.ts';

const at = '2026-03-02T09:00:00.000Z';
const foreign = { externalId: 'foreign', division: 'lending' };

describe.each(testDatabases)('a division on $name', ({ open }) => {
  let desk: ServiceDesk;
  beforeAll(async () => {
    desk = await startServiceDesk(await open());
  });
  afterAll(() => desk.stop());

  test.each([
    ['importCases', 'CaseRecordInput', { type: 'QUESTION', openedAt: at }],
    ['importInteractions', 'InteractionRecordInput', { channel: 'PHONE', at, outcome: 'HANDLED' }],
    ['importSurveyAnswers', 'SurveyAnswerRecordInput', { kind: 'CSAT', score: 5, at }],
    ['importReferrals', 'ReferralRecordInput', { referrerLocalId: 'B1', at, outcome: 'WON' }],
  ])('brings nothing of another by %s', async (field, type, record) => {
    const text = `mutation ($r: [${type}!]!) { ${field}(records: $r) { accepted } }`;
    const records = { r: [{ ...foreign, ...record }] };
    const other = await desk.room.ask(text, records, { division: 'banking' });
    expect(other.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(await desk.events()).toEqual([]);
  });

  test('brings its own', async () => {
    const text =
      'mutation ($r: [ReferralRecordInput!]!) { importReferrals(records: $r) { accepted } }';
    const records = { r: [{ ...foreign, referrerLocalId: 'B1', at, outcome: 'WON' }] };
    const { data } = await desk.room.ask(text, records, { division: 'lending' });
    expect(data.importReferrals).toEqual({ accepted: 1 });
  });
});
