import { beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { readRoleScopes } from '../../../../gateway/auth/role-scopes.ts';
import { codeOf, type RoutingDesk } from './routing-desk.ts';

const SCOPES = [...(readRoleScopes().get('client-team') ?? []), 'service:quality'];
const OF = { division: 'confined', localId: 'C1' };
const ABSENT = uuidv7();

/** What a caller reads of cases wherever there are some. */
const LISTS = `query ($filter: CaseFilter, $after: String) {
  cases(filter: $filter, first: 1, after: $after) {
    nodes { id } totalCount pageInfo { hasNextPage endCursor } } }`;

/** Facts about who is confined to the cases of their own teams. */
export function ownTeamFacts(desk: () => RoutingDesk): void {
  describe('whoever is confined to their teams', () => {
    const mine = { scopes: SCOPES, teams: ['mine'] };
    const nobodys = { scopes: SCOPES, teams: [] };
    const cases = { first: '', second: '', others: '', untouched: '' };

    async function openAt(team: string | null): Promise<string> {
      const { id } = await desk().openCase({ customer: OF });
      if (team !== null) await desk().move('transferCase', id, `toTeam: "${team}", reason: "r"`);
      return id as string;
    }
    beforeAll(async () => {
      for (const id of ['mine', 'theirs']) await desk().team({ id, kind: 'SPECIALISTS' });
      await desk().agent({ id: 'mia', team: 'mine' });
      cases.others = await openAt('theirs');
      cases.first = await openAt('mine');
      cases.untouched = await openAt(null);
      cases.second = await openAt('mine');
    });
    const ask = (text: string, variables: object = {}, caller: object = mine) =>
      desk().room.ask(text, variables, { subject: 'mia', ...caller });

    test('lists, counts and pages over the cases of these alone', async () => {
      const page = async (variables: object, caller: object = mine) =>
        (await ask(LISTS, variables, caller)).data['cases'];
      const filter = { division: OF.division };
      const newest = await page({ filter });
      expect(newest).toMatchObject({ nodes: [{ id: cases.second }], totalCount: 2 });
      const last = await page({ filter, after: newest.pageInfo.endCursor });
      expect(last).toMatchObject({
        nodes: [{ id: cases.first }],
        totalCount: 2,
        pageInfo: { hasNextPage: false },
      });
      expect(await page({ filter: { team: 'theirs' } })).toMatchObject({
        nodes: [],
        totalCount: 0,
      });
      const count = '{ cases(filter: { division: "confined" }) { totalCount } }';
      expect((await ask(count, {}, nobodys)).data).toEqual({ cases: { totalCount: 0 } });
      expect(codeOf(await ask(LISTS, {}, nobodys))).toBe('FORBIDDEN');
      const both = { scopes: SCOPES, teams: ['mine', 'theirs'] };
      expect(await page({ filter }, both)).toMatchObject({ totalCount: 3 });
      // Teams confine nobody who does not hold the scope for it.
      expect(await page({ filter }, { teams: ['mine'] })).toMatchObject({ totalCount: 4 });
    });

    test("sees these alone among a customer's cases, and in their timeline", async () => {
      const log = `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { id } }`;
      const input = { division: OF.division, customer: OF, channel: 'PHONE', direction: 'INBOUND' };
      const logged = await desk().room.ask(log, { input: { ...input, caseId: cases.others } });
      const call = logged.data['logInteraction'].id as string;
      const { data } = await desk().room.asEntities(
        'Customer',
        [{ id: 'c', sourceRecords: [OF] }],
        `cases { nodes { id } totalCount }
        timeline { nodes { id ... on Interaction { case { id } } } totalCount }`,
        mine,
      );
      const own = [{ id: cases.second }, { id: cases.first }];
      expect(data._entities).toEqual([
        {
          cases: { nodes: own, totalCount: 2 },
          // The call was in a case of another team.
          timeline: { nodes: [{ id: call, case: null }, ...own], totalCount: 3 },
        },
      ]);
    });

    test('is answered for a case of another team as for one that is not there', async () => {
      const { number } = await desk().case(cases.others, 'number');
      const byNumber = `query ($number: String!) { caseByNumber(number: $number) { id } }`;
      for (const one of [number, 'C-99999999'])
        expect(await ask(byNumber, { number: one })).toEqual({ data: { caseByNumber: null } });
      for (const id of [cases.others, cases.untouched, ABSENT])
        expect(await ask('query ($id: ID!) { case(id: $id) { id } }', { id })).toEqual({
          data: { case: null },
        });
      const refs = [{ id: cases.others }, { id: ABSENT }, { id: cases.first }];
      const entities = await desk().room.asEntities('Case', refs, 'id', mine);
      expect(entities.data._entities).toEqual([null, null, { id: cases.first }]);
    });

    test.each([
      'assignCase(id: $id, agent: "mia") { id }',
      'replyToCase(id: $id, text: "Hello") { id }',
      'prioritiseCase(id: $id, priority: URGENT) { id }',
      'resolveCase(id: $id) { id }',
      'transferCase(id: $id, toTeam: "mine", reason: "r") { id }',
      'escalateCase(id: $id, kind: HIERARCHICAL, reason: "r") { id }',
      'advanceComplaint(id: $id, input: { to: ACKNOWLEDGED }) { id }',
      'runMacro(id: $id, macro: "none", dryRun: true) { dryRun }',
      'reviewCase(id: $id, input: { form: "none", answers: [] }) { id }',
      'logInteraction(input: { division: "confined", channel: PHONE, direction: INBOUND, caseId: $id }) { id }',
      'recordSurveyAnswer(input: { division: "confined", kind: CSAT, score: 5, caseId: $id }) { id }',
      `recordOffer(input: { customer: { division: "confined", localId: "C1" }, division: "banking",
        product: "card", caseId: $id }) { id }`,
    ])('works on no case of another team, as on none that is not there: %s', async (field) => {
      const before = await desk().told(cases.others);
      const answers = [];
      for (const id of [cases.others, ABSENT]) {
        const { data, errors } = await ask(`mutation ($id: ID!) { ${field} }`, { id });
        expect(errors?.[0]?.extensions['code']).toBe('CASE_NOT_FOUND');
        answers.push(JSON.stringify({ data, errors }).replaceAll(id, 'ID'));
      }
      expect(answers[0]).toBe(answers[1]);
      expect(await desk().told(cases.others)).toEqual(before);
    });

    test('merges with no case of another team', async () => {
      const merge = (id: string, into: string) =>
        ask('mutation ($id: ID!, $into: ID!) { mergeCase(id: $id, into: $into) { id } }', {
          ...{ id, into },
        });
      expect(codeOf(await merge(cases.first, cases.others))).toBe('CASE_NOT_FOUND');
      expect(codeOf(await merge(cases.others, cases.first))).toBe('CASE_NOT_FOUND');
    });

    test('finds these alone in queues, and takes the next of them', async () => {
      const queue = async (team: string) => {
        const text = `{ queue(team: "${team}") { length team { queueLength }
          entries { case { id queuePosition } } } }`;
        return (await ask(text)).data['queue'];
      };
      const none = { length: 0, team: { queueLength: 0 }, entries: [] };
      expect(await queue('theirs')).toEqual(none);
      expect((await queue('mine')).entries).toEqual([
        { case: { id: cases.first, queuePosition: 1 } },
        { case: { id: cases.second, queuePosition: 2 } },
      ]);
      const next = async (caller: object) =>
        (await ask('{ nextCase(team: "mine") { id } }', {}, caller)).data['nextCase'];
      const take = async (caller: object) =>
        (await ask('mutation { takeNextCase(team: "mine") { id } }', {}, caller)).data[
          'takeNextCase'
        ];
      const elsewhere = { ...mine, teams: ['theirs'] };
      expect([await next(elsewhere), await take(elsewhere)]).toEqual([null, null]);
      expect(await next(mine)).toEqual({ id: cases.first });
      expect(await take(mine)).toEqual({ id: cases.first });
      const figures = '{ queue(team: "mine") { length team { agents { load } } } }';
      const figuresFor = async (caller: object) => (await ask(figures, {}, caller)).data['queue'];
      expect(await figuresFor(mine)).toEqual({ length: 1, team: { agents: [{ load: 1 }] } });
      for (const caller of [elsewhere, nobodys])
        expect(await figuresFor(caller)).toEqual({ length: 0, team: { agents: [{ load: 0 }] } });
    });

    test('reads reviews and samples of these alone', async () => {
      const form = { name: 'own-team', questions: [{ key: 'tone', text: 'Tone?', weight: 1 }] };
      const define = 'mutation ($input: QaFormInput!) { defineQaForm(input: $input) { version } }';
      await desk().room.ask(define, {
        input: { ...form, questions: [{ ...form.questions[0], maxPoints: 1 }] },
      });
      const review = `mutation ($id: ID!) { reviewCase(id: $id, input: { form: "own-team",
        answers: [{ question: "tone", points: 1 }] }) { id } }`;
      for (const id of [cases.others, cases.second]) {
        await desk().move('assignCase', id, 'agent: "worker"');
        await desk().move('resolveCase', id);
        expect((await desk().room.ask(review, { id })).errors).toBeUndefined();
      }
      const day = desk().now().toISOString().slice(0, 10);
      const text = `{ qaReviews(filter: { form: "own-team" }) { nodes { case { id } } totalCount }
        qaSample(from: "${day}", to: "${day}", division: "confined", perAgent: 5, seed: 1) { solved cases { id } } }`;
      const own = { id: cases.second };
      expect(await ask(text)).toEqual({
        data: {
          qaReviews: { nodes: [{ case: own }], totalCount: 1 },
          qaSample: [{ solved: 1, cases: [own] }],
        },
      });
      const all = await desk().room.ask(text);
      expect(all.data['qaReviews']).toMatchObject({ totalCount: 2 });
      expect(all.data['qaSample']).toMatchObject([{ solved: 2 }]);
    });
  });
}
