import { describe, expect, test } from '@jest/globals';
import {
  checkStep,
  complaintOf,
  type ComplaintState,
  type ComplaintStep,
} from '../../../../subgraphs/service/complaints/complaint-machine.ts';

const RECEIVED_AT = new Date('2026-01-05T09:00:00Z');
const STATES: readonly ComplaintState[] = [
  ...(['RECEIVED', 'ACKNOWLEDGED', 'ASSESSED', 'INVESTIGATED', 'RESPONDED'] as const),
  ...(['DECISION_COMMUNICATED', 'CLOSED', 'WITHDRAWN'] as const),
];

function step(state: ComplaintState, hours: number): ComplaintStep {
  const decision = state === 'DECISION_COMMUNICATED' ? 'UPHELD' : null;
  const at = new Date(RECEIVED_AT.getTime() + hours * 3_600_000);
  return { state, at, actor: 'agent-1', note: null, decision };
}

function complaintIn(state: ComplaintState) {
  return complaintOf(RECEIVED_AT, state === 'RECEIVED' ? [] : [step(state, 1)]);
}

describe('a complaint', () => {
  test('is received when its case is opened', () => {
    expect(complaintOf(RECEIVED_AT, [])).toMatchObject({
      ...{ state: 'RECEIVED', since: RECEIVED_AT, decision: null },
      steps: [{ state: 'RECEIVED', at: RECEIVED_AT, actor: null }],
    });
  });

  test('keeps its decision when it is looked into again', () => {
    const steps = [step('DECISION_COMMUNICATED', 1), step('INVESTIGATED', 2)];
    expect(complaintOf(RECEIVED_AT, steps)).toMatchObject({
      ...{ state: 'INVESTIGATED', since: steps[1]?.at, decision: 'UPHELD' },
    });
  });

  test('may take these ways and no others', () => {
    const ways = STATES.flatMap((from) =>
      STATES.filter((to) => {
        const { decision } = step(to, 0);
        try {
          checkStep('C-000001', complaintIn(from), { state: to, decision });
          return to !== 'WITHDRAWN';
        } catch {
          return false;
        }
      }).map((to) => `${from} > ${to}`),
    );
    expect(ways).toEqual([
      'RECEIVED > ACKNOWLEDGED',
      'ACKNOWLEDGED > ASSESSED',
      'ASSESSED > INVESTIGATED',
      'ASSESSED > RESPONDED',
      'INVESTIGATED > RESPONDED',
      'RESPONDED > DECISION_COMMUNICATED',
      'DECISION_COMMUNICATED > INVESTIGATED',
      'DECISION_COMMUNICATED > CLOSED',
    ]);
  });

  test('can be withdrawn until its end', () => {
    const withdrawal = { state: 'WITHDRAWN', decision: null } as const;
    for (const from of STATES) {
      const withdraw = () => {
        checkStep('C-000001', complaintIn(from), withdrawal);
      };
      if (from === 'CLOSED' || from === 'WITHDRAWN') expect(withdraw).toThrow('by nothing, but');
      else expect(withdraw).not.toThrow();
    }
  });

  test.each([
    ['DECISION_COMMUNICATED', null, 'RESPONDED', 'but is for DECISION_COMMUNICATED: null.'],
    ['ACKNOWLEDGED', 'UPHELD', 'RECEIVED', 'but is for ACKNOWLEDGED: UPHELD.'],
    [
      'CLOSED',
      null,
      'RECEIVED',
      'is RECEIVED, which may be followed by ACKNOWLEDGED, WITHDRAWN, but got: CLOSED.',
    ],
  ] as const)('does not go to %s with the decision %s', (state, decision, from, message) => {
    expect(() => {
      checkStep('C-000001', complaintIn(from), { state, decision });
    }).toThrow(message);
  });
});
