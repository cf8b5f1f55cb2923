import { beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, solvedCase, type ServiceDesk } from '../service-desk.ts';

const FORM = {
  name: 'calls',
  questions: [
    { key: 'tone', text: 'Was the tone right?', weight: 3, maxPoints: 4 },
    { key: 'identity', text: 'Identity checked?', weight: 1, critical: 'COMPLIANCE' },
  ],
};
const DEFINE = `mutation ($input: QaFormInput!) { defineQaForm(input: $input) {
  name version definedBy questions { key weight maxPoints critical } } }`;
const REVIEW = `mutation ($id: ID!, $input: QaReviewInput!) { reviewCase(id: $id, input: $input) {
  id revision agent form formVersion score judged criticalErrors reviewer case { id }
  answers { question points comment } } }`;
const REVIEWS = `query ($filter: QaReviewFilter, $first: Int, $after: String) {
  qaReviews(filter: $filter, first: $first, after: $after) {
    nodes { id revision score agent } totalCount pageInfo { hasNextPage endCursor } } }`;

/** Facts of a running room. */
export function qualityFacts(desk: () => ServiceDesk): void {
  const newest = async (type?: string) => (await desk().events(type)).at(-1);
  function review(id: string, points: readonly (number | null)[], changes = {}) {
    const answers = FORM.questions.map(({ key }, place) => {
      return { question: key, points: points[place] ?? null };
    });
    return desk().room.ask(REVIEW, { id, input: { form: 'calls', answers, ...changes } });
  }

  describe('quality reviews', () => {
    beforeAll(() => desk().room.ask(DEFINE, { input: FORM }));

    test('have the score of their form, and an event', async () => {
      const id = await solvedCase(desk(), 'agent-1');
      const { data } = await review(id, [3, 1]);
      expect(data['reviewCase']).toMatchObject({
        ...{
          revision: 1,
          agent: 'agent-1',
          form: 'calls',
          formVersion: 1,
          reviewer: 'test-caller',
        },
        ...{ score: (3 * 0.75 + 1) / 4, judged: ['COMPLIANCE'], criticalErrors: [], case: { id } },
      });
      expect(await newest('qa.%')).toMatchObject({
        type: 'qa.reviewed',
        payload: { caseId: id, agent: 'agent-1', division: 'banking', score: 0.8125, revision: 1 },
      });
    });

    test('are corrected by whoever made them, and then count once', async () => {
      const id = await solvedCase(desk(), 'agent-2');
      const first = (await review(id, [4, 1])).data['reviewCase'];
      await Promise.all([review(id, [4, 0]), review(id, [4, 0])]);
      const { data } = await desk().room.ask(REVIEWS, { filter: { caseId: id } });
      expect(data['qaReviews']).toMatchObject({
        totalCount: 1,
        nodes: [{ id: first.id, revision: 3, score: 0 }],
      });
      const told = (await desk().events('qa.%')).filter(({ payload }) => payload.caseId === id);
      expect(new Set(told.map(({ occurred_at }) => occurred_at.toISOString())).size).toBe(1);
      expect(told.map(({ payload }) => payload.revision)).toEqual([1, 2, 3]);
    });

    test('are of a version, so that a new one changes no old review', async () => {
      const id = await solvedCase(desk(), 'agent-3');
      const questions = [{ key: 'tone', text: 'Tone?', weight: 1 }];
      const defined = await desk().room.ask(DEFINE, { input: { name: 'calls', questions } });
      expect(defined.data['defineQaForm']).toMatchObject({ version: 2, definedBy: 'test-caller' });
      const old = await review(id, [4, 1], { formVersion: 1 });
      expect(old.data['reviewCase']).toMatchObject({ formVersion: 1, score: 1 });
      const misfit = await review(id, [4, 1]);
      expect(misfit.errors?.[0]?.message).toContain('but is: 4.');
      // Back to the questions that the other tests answer.
      await desk().room.ask(DEFINE, { input: FORM });
    });

    test('are refused for work of the reviewer, of nobody, and on no form', async () => {
      const own = await solvedCase(desk(), 'test-caller');
      const { id: nobodys } = await desk().openCase();
      const other = await solvedCase(desk(), 'agent-4');
      const before = (await desk().events('qa.%')).length;
      const answers = [
        [await review(own, [4, 1]), 'QA_OWN_WORK'],
        [await review(nobodys, [4, 1]), 'QA_CASE_UNASSIGNED'],
        [await review(other, [4, 1], { form: 'none' }), 'QA_FORM_NOT_FOUND'],
        [await review(other, [4, 1], { formVersion: 9 }), 'QA_FORM_NOT_FOUND'],
        [await review('none', [4, 1]), 'CASE_NOT_FOUND'],
        [await review(other, [5, 1]), 'BAD_USER_INPUT'],
        [await review(other, [4, 1], { comment: '\u0000' }), 'BAD_USER_INPUT'],
      ] as const;
      for (const [answer, code] of answers) expect(codeOf(answer)).toBe(code);
      expect(await desk().events('qa.%')).toHaveLength(before);
    });

    test('are paged and chosen by what they found; another division does not see them', async () => {
      for (const points of [1, 0]) await review(await solvedCase(desk(), 'agent-5'), [4, points]);
      const ask = async (filter: object, caller = {}) =>
        (await desk().room.ask(REVIEWS, { filter, first: 1 }, caller)).data['qaReviews'];
      expect(await ask({ agent: 'agent-5' })).toMatchObject({
        ...{ totalCount: 2, nodes: [{ score: 0 }], pageInfo: { hasNextPage: true } },
      });
      expect(await ask({ agent: 'agent-5', criticalError: false })).toMatchObject({
        ...{ totalCount: 1, nodes: [{ score: 1 }] },
      });
      expect(await ask({}, { division: 'lending' })).toMatchObject({ totalCount: 0, nodes: [] });
      expect(await ask({ division: 'banking' }, { division: 'lending' })).toBeNull();
      const lending = await desk().room.ask(
        REVIEW,
        { id: await solvedCase(desk(), 'agent-5'), input: { form: 'calls', answers: [] } },
        { division: 'lending' },
      );
      expect(codeOf(lending)).toBe('CASE_NOT_FOUND');
    });
  });

  describe('a sample', () => {
    const drawn = (seed: number, args = 'perAgent: 2, division: "insurance"') =>
      `qaSample(from: "2020-01-01", to: "2200-01-01", seed: ${seed}, ${args})
        { agent solved cases { id } }`;

    test('is drawn agent by agent, the same for the same seed', async () => {
      for (const agent of ['ann', 'ann', 'ann', 'bob'])
        await solvedCase(desk(), agent, 'insurance');
      const once = await desk().room.ask(`{ ${drawn(7)} }`);
      expect(once.data['qaSample']).toMatchObject([
        { agent: 'ann', solved: 3, cases: [{}, {}] },
        { agent: 'bob', solved: 1, cases: [{}] },
      ]);
      await solvedCase(desk(), 'carl', 'insurance');
      const again = await desk().room.ask(`{ ${drawn(7)} }`);
      expect(again.data['qaSample'].slice(0, 2)).toEqual(once.data['qaSample']);
    });

    test('of many seeds has every case of an agent', async () => {
      const seeds = Array.from({ length: 60 }, (_, seed) => seed);
      const one = 'perAgent: 1, division: "insurance"';
      const { data } = await desk().room.ask(
        `{ ${seeds.map((seed) => `s${seed}: ${drawn(seed, one)}`).join('\n')} }`,
      );
      const ids = seeds.map((seed) => data[`s${seed}`][0].cases[0].id);
      expect(new Set(ids).size).toBe(3);
    });

    test('can be of any days that there are', async () => {
      const { data, errors } = await desk().room.ask(
        '{ qaSample(from: "0001-01-01", to: "9999-12-31", seed: 1, perAgent: 1) { solved } }',
      );
      expect(errors).toBeUndefined();
      expect(data['qaSample']).not.toHaveLength(0);
    });

    test('is refused when it asks for what cannot be', async () => {
      for (const args of ['perAgent: 0', 'perAgent: 101', 'perAgent: 1, division: ""']) {
        expect(codeOf(await desk().room.ask(`{ ${drawn(1, args)} }`))).toBe('BAD_USER_INPUT');
      }
      const other = await desk().room.ask(`{ ${drawn(1)} }`, {}, { division: 'banking' });
      expect(codeOf(other)).toBe('FORBIDDEN');
    });
  });
}
