import { describe, expect, test } from '@jest/globals';
import type { MacroStep } from '../../../../subgraphs/service/macros/macro.ts';
import { planMacro } from '../../../../subgraphs/service/macros/plan-macro.ts';
import type { Case } from '../../../../subgraphs/service/model.ts';

const AT = new Date('2026-01-05T09:00:00Z');
const ACT = { actor: 'agent-7', at: AT };
const NEW_CASE: Case = {
  ...{ id: '0199c0de-0000-7000-8000-000000000001', number: 'C-000042', division: 'banking' },
  ...{ localId: 'B1', type: 'INCIDENT', priority: 'NORMAL', channel: 'PHONE', category: null },
  ...{ valueTier: null, status: 'NEW', agent: null, openedAt: AT, firstRepliedAt: null },
  ...{ resolvedAt: null, closedAt: null, resolution: null, reopenCount: 0, subject: null },
  ...{ description: null, reasonCode: null, externalId: null, trailLength: 1 },
  ...{ language: null, team: null, queuedAt: null, escalatedTo: null },
};

function plan(...steps: readonly MacroStep[]) {
  return planMacro(steps, NEW_CASE, ACT);
}

describe('a plan', () => {
  test('has what each step does, and the state that it leaves', () => {
    const steps = plan(
      { verb: 'assign', agent: null },
      { verb: 'prioritise', priority: 'HIGH' },
      { verb: 'reply', text: 'About {{number}} of {{division}}: {{agent}}', public: true },
      { verb: 'pause', waitingFor: 'CUSTOMER' },
      { verb: 'resolve', resolution: 'see {{number}}' },
    );
    expect(steps.map(({ position, status }) => [position, status])).toEqual([
      ...[
        [1, 'OPEN'],
        [2, 'OPEN'],
        [3, 'OPEN'],
      ],
      ...[
        [4, 'PENDING_CUSTOMER'],
        [5, 'SOLVED'],
      ],
    ]);
    expect(steps.map(({ command }) => command)).toMatchObject([
      { verb: 'assign', agent: 'agent-7' },
      { verb: 'prioritise', priority: 'HIGH' },
      { verb: 'reply', text: 'About C-000042 of banking: agent-7' },
      { verb: 'pause' },
      { verb: 'resolve', resolution: 'see C-000042' },
    ]);
  });

  test('ends with a text that its placeholders make longer than a reply may be', () => {
    const steps = plan(
      { verb: 'reply', text: '{{number}} '.repeat(9_090), public: true },
      { verb: 'close' },
    );
    expect(steps).toMatchObject([{ position: 1, status: 'OPEN', refusal: null }, {}]);
    const long = planMacro(
      [{ verb: 'reply', text: '{{agent}}'.repeat(10_000), public: true }, { verb: 'close' }],
      NEW_CASE,
      { ...ACT, actor: 'an-agent-with-a-long-name' },
    );
    expect(long).toMatchObject([{ position: 1, status: null }]);
    expect(long[0]?.refusal).toContain('at most 100000 characters');
  });

  test('ends with the first step that is impossible after those before it', () => {
    const steps = plan(
      { verb: 'resolve', resolution: null },
      { verb: 'pause', waitingFor: 'THIRD_PARTY' },
      { verb: 'close' },
    );
    expect(steps).toMatchObject([
      { position: 1, status: 'SOLVED', refusal: null },
      {
        position: 2,
        status: null,
        refusal: 'Case C-000042 can be paused only from NEW or OPEN, but is: SOLVED.',
      },
    ]);
  });

  test('puts the text of a placeholder in as it is', () => {
    const text = '{{agent}}';
    const [step] = planMacro([{ verb: 'reply', text, public: true }], NEW_CASE, {
      ...{ actor: '$& {{number}}', at: AT },
    });
    expect(step?.command).toMatchObject({ text: '$& {{number}}' });
  });
});
