import { describe, expect, test } from '@jest/globals';
import {
  CASE_RULES,
  nextStatus,
  transitionRefused,
  type CaseMove,
  type CaseVerb,
} from '../../../../subgraphs/service/cases/case-machine.ts';
import type { CaseStatus } from '../../../../subgraphs/service/model.ts';

const STATUSES: readonly (CaseStatus | null)[] = [
  null,
  'NEW',
  'OPEN',
  'PENDING_CUSTOMER',
  'ON_HOLD',
  'SOLVED',
  'CLOSED',
];

const MOVES: readonly (readonly [name: string, move: CaseMove])[] = [
  ['open', { verb: 'open' }],
  ['assign', { verb: 'assign', agent: 'agent-1' }],
  ['reply', { verb: 'reply', public: true, replyId: null }],
  ['note', { verb: 'reply', public: false, replyId: null }],
  ['wait for customer', { verb: 'pause', waitingFor: 'CUSTOMER' }],
  ['wait for others', { verb: 'pause', waitingFor: 'THIRD_PARTY' }],
  ['resume', { verb: 'resume' }],
  ['resolve', { verb: 'resolve', resolution: null }],
  ['reopen', { verb: 'reopen', reason: null }],
  ['close', { verb: 'close' }],
  ['hear', { verb: 'hear', replyId: null }],
  ['prioritise', { verb: 'prioritise', priority: 'HIGH', before: 'LOW' }],
  ['absorb', { verb: 'absorb', caseId: 'x', openedAt: '2026-01-01T00:00:00Z' }],
  ['merge', { verb: 'merge', into: 'x' }],
];

/** Columns as `STATUSES`; `-` is refused. */
const TABLE: Readonly<Record<string, string>> = {
  open: 'NEW - - - - - -',
  assign: '- OPEN OPEN PENDING_CUSTOMER ON_HOLD - -',
  reply: '- OPEN OPEN PENDING_CUSTOMER ON_HOLD SOLVED -',
  note: '- NEW OPEN PENDING_CUSTOMER ON_HOLD SOLVED -',
  'wait for customer': '- PENDING_CUSTOMER PENDING_CUSTOMER - - - -',
  'wait for others': '- ON_HOLD ON_HOLD - - - -',
  resume: '- - - OPEN OPEN - -',
  resolve: '- SOLVED SOLVED SOLVED SOLVED - -',
  reopen: '- - - - - OPEN -',
  close: '- CLOSED CLOSED CLOSED CLOSED CLOSED -',
  hear: '- NEW OPEN OPEN ON_HOLD - -',
  prioritise: '- NEW OPEN PENDING_CUSTOMER ON_HOLD - -',
  absorb: '- NEW OPEN PENDING_CUSTOMER ON_HOLD - -',
  merge: '- CLOSED CLOSED CLOSED CLOSED - -',
};

describe('every pair of state and move', () => {
  const pairs = MOVES.flatMap(([name, move]) =>
    STATUSES.map((status, column) => {
      const cell = TABLE[name]?.split(' ')[column] ?? 'missing';
      return { name, status, move, expected: cell === '-' ? null : cell };
    }),
  );

  test.each(pairs)('$name in $status gives $expected', ({ status, move, expected }) => {
    expect(nextStatus(status, move)).toBe(expected);
  });

  test('the rules name exactly the states that a move is possible in', () => {
    for (const { status, move, expected } of pairs) {
      if (status === null) continue;
      expect(CASE_RULES[move.verb].from.includes(status)).toBe(expected !== null);
    }
  });
});

describe('a refusal', () => {
  const message = (status: CaseStatus | null, verb: CaseVerb) =>
    transitionRefused('C-000042', status, verb).message;

  test('says the case, what was expected and what came', () => {
    expect(message('CLOSED', 'resume')).toBe(
      'Case C-000042 can be resumed only from PENDING_CUSTOMER or ON_HOLD, but is: CLOSED.',
    );
    expect(message('OPEN', 'reopen')).toBe(
      'Case C-000042 can be reopened only from SOLVED, but is: OPEN.',
    );
    expect(message('CLOSED', 'close')).toBe(
      'Case C-000042 can be closed only from NEW, OPEN, PENDING_CUSTOMER, ON_HOLD or SOLVED, but is: CLOSED.',
    );
    expect(message('NEW', 'open')).toBe('Case C-000042 can be opened only once, but is: NEW.');
    expect(message(null, 'close')).toContain('but is: not opened.');
  });

  test('has a code of its own', () => {
    const { extensions } = transitionRefused('C-000042', 'CLOSED', 'resume');
    expect(extensions['code']).toBe('CASE_TRANSITION_REFUSED');
  });
});
