import { describe, expect, test } from '@jest/globals';
import type { TrailEntry } from '../../../../subgraphs/service/cases/case-trail.ts';
import {
  climbLadder,
  ladderFor,
  type Situation,
} from '../../../../subgraphs/service/routing/climb-ladder.ts';
import type { Team } from '../../../../subgraphs/service/routing/routing-model.ts';
import { routingSet } from '../../../../subgraphs/service/routing/routing-policy.ts';
import { ALWAYS_OPEN } from '../../../../subgraphs/service/sla/business-calendar.ts';
import type { SlaAlert } from '../../../../subgraphs/service/sla/sla-alerts.ts';

const SET = routingSet.parse({
  version: 1,
  effectiveFrom: '2026-01-01T00:00:00Z',
  table: [],
  ladders: [
    {
      name: 'urgent',
      priority: 'URGENT',
      rungs: [{ kind: 'HIERARCHICAL', when: { is: 'AT_RISK' }, to: 'president' }],
    },
    {
      name: 'all',
      rungs: [
        { kind: 'FUNCTIONAL', when: { is: 'AT_RISK' } },
        { kind: 'HIERARCHICAL', when: { is: 'BREACHED' } },
        { kind: 'HIERARCHICAL', when: { secondsAfterLast: 3_600 } },
      ],
    },
  ],
});

function team(id: string, secondLine: string | null, leads: readonly string[]): Team {
  const kind = 'POOL' as const;
  return { id, name: id, division: null, kind, assignment: 'PULL', secondLine, leads };
}

const TEAMS = new Map(
  [
    team('first', 'second', []),
    team('second', null, ['lead', 'head']),
    team('alone', null, []),
  ].map((one) => [one.id, one]),
);

const hour = (time: number) => new Date(Date.UTC(2026, 2, 2, time));
const alert = (kind: SlaAlert['kind'], at: number): SlaAlert => {
  const clock = { metric: 'RESOLUTION', sequence: 1, policy: 'p' } as const;
  return { ...clock, kind, at: hour(at), dueAt: hour(8) };
};

const ladder = SET.ladders[1];

/** What is climbed at an hour, as `kind to`, and the hour of the next. */
function climb(now: number, changes: Partial<Situation> = {}) {
  if (ladder === undefined) throw new Error('There must be a second ladder.');
  const alerts = [alert('WARNING', 6), alert('BREACH', 8)].filter(({ at }) => at <= hour(now));
  const rest = { trail: [], teams: TEAMS, alerts, calendarOf: () => ALWAYS_OPEN };
  const { moves, next } = climbLadder(ladder, {
    team: 'first',
    ...rest,
    now: hour(now),
    ...changes,
  });
  return { moves, told: moves.map(({ kind, to, rung }) => `${rung?.number} ${kind} ${to}`), next };
}

describe('a ladder', () => {
  test('is climbed when its clock is at risk, late, and so long after that', () => {
    expect(climb(5)).toEqual({ moves: [], told: [], next: null });
    const first = climb(6);
    expect(first.told).toEqual(['1 FUNCTIONAL second']);
    let trail: TrailEntry[] = first.moves.map((move) => ({ ...move, at: hour(6), actor: 'r' }));
    expect(climb(7, { team: 'second', trail }).told).toEqual([]);
    const second = climb(8, { team: 'second', trail });
    expect(second).toMatchObject({ told: ['2 HIERARCHICAL lead'], next: hour(9) });
    trail = [...trail, ...second.moves.map((move) => ({ ...move, at: hour(8), actor: 'r' }))];
    expect(climb(9, { team: 'second', trail })).toMatchObject({
      told: ['3 HIERARCHICAL head'],
      next: null,
    });
  });

  test('is climbed as far as its clocks came when nobody looked for long', () => {
    expect(climb(20)).toMatchObject({
      told: ['1 FUNCTIONAL second', '2 HIERARCHICAL lead'],
      next: hour(21),
    });
  });

  test('passes over a rung that leads to nobody', () => {
    expect(climb(20, { team: 'alone' }).told).toEqual([]);
    expect(climb(20, { team: 'second' }).told).toEqual(['2 HIERARCHICAL lead']);
  });

  test('counts what was escalated by hand, and is not climbed by it', () => {
    const byHand: TrailEntry = {
      verb: 'escalate',
      kind: 'HIERARCHICAL',
      level: 1,
      from: null,
      to: 'lead',
      reason: 'loud',
      rung: null,
      at: hour(1),
      actor: 'a',
    };
    expect(climb(6, { trail: [byHand] }).told).toEqual(['1 FUNCTIONAL second']);
    const { moves } = climb(8, { team: 'second', trail: [byHand] });
    expect(moves).toMatchObject([{ level: 2, from: 'lead', to: 'head' }]);
  });

  test('waits in the hours of the clock’s calendar', () => {
    const nights = { ...ALWAYS_OPEN, after: (from: number) => from + 12 * 3_600_000 };
    expect(climb(8, { calendarOf: () => nights }).next).toEqual(hour(20));
  });

  test('is the first that the case meets; before the first version there is none', () => {
    const subject = { division: 'banking', type: 'QUESTION', valueTier: null } as const;
    expect(ladderFor(SET, { ...subject, priority: 'URGENT' })?.name).toBe('urgent');
    expect(ladderFor(SET, { ...subject, priority: 'LOW' })?.name).toBe('all');
    expect(ladderFor(null, { ...subject, priority: 'LOW' })).toBeNull();
  });
});
