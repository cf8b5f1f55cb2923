import { describe, expect, test } from '@jest/globals';
import { codeOf, type ServiceDesk } from '../service-desk.ts';

const ADVANCE = `mutation ($id: ID!, $input: ComplaintStepInput!) { advanceComplaint(id: $id, input: $input) {
  status complaint { state since decision steps { state at actor note decision } } } }`;

/** Facts of a running room. */
export function complaintFacts(desk: () => ServiceDesk): void {
  describe('a complaint', () => {
    const advance = (id: string, to: string, more = {}) =>
      desk().room.ask(ADVANCE, { id, input: { to, ...more } });

    test('goes from its receipt to its closing, with an event a step', async () => {
      const { id, openedAt } = await desk().openCase({ type: 'COMPLAINT' });
      await advance(id, 'ACKNOWLEDGED', { note: 'by letter' });
      await advance(id, 'ASSESSED');
      await advance(id, 'RESPONDED');
      await advance(id, 'DECISION_COMMUNICATED', { decision: 'PARTLY_UPHELD' });
      const { data } = await advance(id, 'CLOSED');
      expect(data['advanceComplaint']).toMatchObject({
        status: 'NEW',
        complaint: {
          ...{ state: 'CLOSED', decision: 'PARTLY_UPHELD' },
          steps: [
            { state: 'RECEIVED', at: openedAt, actor: null },
            { state: 'ACKNOWLEDGED', actor: 'test-caller', note: 'by letter', decision: null },
            { state: 'ASSESSED' },
            { state: 'RESPONDED' },
            { state: 'DECISION_COMMUNICATED', decision: 'PARTLY_UPHELD' },
            { state: 'CLOSED' },
          ],
        },
      });
      const told = await desk().events('complaint.%');
      expect(told.map(({ payload }) => payload.state).join(' ')).toBe(
        'ACKNOWLEDGED ASSESSED RESPONDED DECISION_COMMUNICATED CLOSED',
      );
      expect(told[3]?.['payload']).toMatchObject({ caseId: id, decision: 'PARTLY_UPHELD' });
    });

    test('takes one of two equal steps at once, and no step out of turn', async () => {
      const { id } = await desk().openCase({ type: 'COMPLAINT' });
      const twice = [advance(id, 'ACKNOWLEDGED'), advance(id, 'ACKNOWLEDGED')];
      const codes = (await Promise.all(twice)).map(codeOf);
      expect(codes.sort()).toEqual(['COMPLAINT_STEP_REFUSED', undefined]);
      expect(codeOf(await advance(id, 'CLOSED'))).toBe('COMPLAINT_STEP_REFUSED');
      const { id: incident } = await desk().openCase();
      expect(codeOf(await advance(incident, 'ACKNOWLEDGED'))).toBe('CASE_IS_NO_COMPLAINT');
    });
  });
}
