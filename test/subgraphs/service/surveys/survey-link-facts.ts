import { describe, expect, test } from '@jest/globals';
import { codeOf, solvedCase, type ServiceDesk } from '../service-desk.ts';

const INVITE = `mutation ($input: SurveyInvitationInput!) { inviteToSurvey(input: $input) {
  id kind channel expiresAt token } }`;
const ANSWER = `mutation ($input: SurveyLinkAnswerInput!) { answerSurvey(input: $input) {
  kind score scaleMax } }`;
const OPEN_LINK = `query ($token: String!) { surveyByLink(token: $token) {
  kind division channel scaleMin scaleMax } }`;

/** Facts of a running room. */
export function surveyLinkFacts(desk: () => ServiceDesk): void {
  const newest = async (type?: string) => (await desk().events(type)).at(-1);
  describe('a survey link', () => {
    async function invite(changes = {}): Promise<Record<string, any>> {
      const caseId = await solvedCase(desk(), 'agent-6');
      const input = { caseId, kind: 'CSAT', channel: 'EMAIL', ...changes };
      const { data } = await desk().room.ask(INVITE, { input });
      return { caseId, ...data['inviteToSurvey'] };
    }
    const answer = (token: string, score: number, caller = {}) =>
      desk().room.ask(ANSWER, { input: { token, score, verbatim: 'thanks' } }, caller);

    test('takes one answer, which is of the case and its agent', async () => {
      const { id, caseId, token } = await invite();
      expect((await desk().room.ask(OPEN_LINK, { token })).data['surveyByLink']).toEqual({
        ...{ kind: 'CSAT', division: 'banking', channel: 'EMAIL', scaleMin: 1, scaleMax: 5 },
      });
      const page = { scopes: ['survey:answer'] };
      const { data } = await answer(token, 5, page);
      expect(data['answerSurvey']).toEqual({ kind: 'CSAT', score: 5, scaleMax: 5 });
      expect(await newest()).toMatchObject({
        type: 'survey.answered',
        payload: { invitationId: id, agent: 'agent-6', localId: 'Q1', channel: 'EMAIL', score: 5 },
      });
      const rows = await desk().rows('select * from service.survey_answer where case_id = $1', [
        caseId,
      ]);
      expect(rows).toMatchObject([{ verbatim: 'thanks', invitation_id: id }]);
    });

    test('of two answers at once takes one', async () => {
      const { id, token } = await invite({ kind: 'NPS' });
      const answers = await Promise.all([answer(token, 10), answer(token, 0)]);
      expect(answers.map(codeOf).sort()).toEqual(['SURVEY_LINK_REFUSED', undefined]);
      const told = (await desk().events('survey.answered')).filter(
        ({ payload }) => payload.invitationId === id,
      );
      expect(told).toHaveLength(1);
    });

    test('says the same when it was used, has expired and never was', async () => {
      const [used, expired, lendings] = [
        await invite(),
        await invite({ validDays: 1 }),
        await invite(),
      ];
      await answer(used['token'], 4);
      const foreign = await answer(lendings['token'], 4, { division: 'lending' });
      desk().wait(24);
      const answers = [
        await answer(used['token'], 4),
        await answer(expired['token'], 4),
        await answer('never-given', 4),
        foreign,
      ];
      expect(new Set(answers.map(({ errors }) => errors?.[0]?.message)).size).toBe(1);
      expect(codeOf(foreign)).toBe('SURVEY_LINK_REFUSED');
      for (const token of [used['token'], expired['token'], 'never-given']) {
        expect((await desk().room.ask(OPEN_LINK, { token })).data['surveyByLink']).toBeNull();
      }
    });

    test('is not used up by a score off the scale', async () => {
      const { token } = await invite({ kind: 'CES' });
      expect(codeOf(await answer(token, 8))).toBe('BAD_USER_INPUT');
      expect(codeOf(await answer(token, 7))).toBeUndefined();
    });

    test('is kept as a hash only, and needs a subject', async () => {
      const { id, token } = await invite();
      const [row] = await desk().rows('select * from service.survey_invitation where id = $1', [
        id,
      ]);
      expect(JSON.stringify(row)).not.toContain(token);
      const told = (await desk().events('survey.invited')).at(-1);
      expect(told?.['payload']).toMatchObject({ invitationId: id, kind: 'CSAT', channel: 'EMAIL' });
      expect(JSON.stringify(told)).not.toContain(token);
      const base = { kind: 'CSAT', channel: 'SMS' };
      const refusals = [
        [base, 'BAD_USER_INPUT'],
        [{ ...base, caseId: 'x', interactionId: 'x' }, 'BAD_USER_INPUT'],
        [{ ...base, caseId: 'x' }, 'CASE_NOT_FOUND'],
        [{ ...base, interactionId: 'x' }, 'INTERACTION_NOT_FOUND'],
        [{ ...base, caseId: 'x', validDays: 91 }, 'BAD_USER_INPUT'],
      ] as const;
      for (const [input, code] of refusals) {
        expect(codeOf(await desk().room.ask(INVITE, { input }))).toBe(code);
      }
    });
  });
}
