import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  advance,
  replay,
  type TrailEntry,
} from '../../../../subgraphs/service/cases/case-trail.ts';
import type { CaseMove } from '../../../../subgraphs/service/cases/case-machine.ts';
import type { CaseFacts } from '../../../../subgraphs/service/model.ts';
import { anyMove } from './any-move.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const entry = (move: CaseMove, minute: number): TrailEntry => ({
  ...move,
  at: at(minute),
  actor: 'a',
});

/** Tries moves in turn: those that are refused leave everything as it was. */
function attempt(moves: readonly CaseMove[]) {
  let facts: CaseFacts | null = null;
  const trail: TrailEntry[] = [];
  const history: CaseFacts[] = [];
  moves.forEach((move, minute) => {
    const tried = entry(move, minute);
    try {
      facts = advance('C-1', facts, tried);
      trail.push(tried);
      history.push(facts);
    } catch (error) {
      expect(error).toHaveProperty('extensions.code', 'CASE_TRANSITION_REFUSED');
    }
  });
  return { facts: facts as CaseFacts | null, trail, history };
}

const anyMoves = fc
  .array(anyMove, { maxLength: 40 })
  .map((moves): readonly CaseMove[] => [{ verb: 'open' }, ...moves]);

describe('random sequences of moves', () => {
  test('the trail reproduces the state', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const { facts, trail } = attempt(moves);
        expect(replay('C-1', trail)).toEqual(facts);
      }),
    );
  });

  test('every state keeps its invariants', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const { trail, history } = attempt(moves);
        history.forEach((facts, place) => {
          const before = trail.slice(0, place + 1);
          expect(facts.openedAt).toEqual(at(0));
          expect(facts.closedAt !== null).toBe(facts.status === 'CLOSED');
          expect(facts.resolvedAt !== null || facts.status !== 'SOLVED').toBe(true);
          expect(facts.resolvedAt === null || ['SOLVED', 'CLOSED'].includes(facts.status)).toBe(
            true,
          );
          expect(facts.reopenCount).toBe(before.filter(({ verb }) => verb === 'reopen').length);
          const replied = before.find((move) => move.verb === 'reply' && move.public);
          expect(facts.firstRepliedAt).toEqual(replied?.at ?? null);
        });
      }),
    );
  });

  test('nothing follows a closing', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const { trail } = attempt(moves);
        const closing = trail.findIndex(({ verb }) => verb === 'close');
        expect(closing === -1 || closing === trail.length - 1).toBe(true);
      }),
    );
  });
});

describe('advance', () => {
  const opened = advance('C-1', null, entry({ verb: 'open' }, 0));

  test('keeps the first public reply as the first', () => {
    const note = advance('C-1', opened, entry({ verb: 'reply', public: false, replyId: null }, 1));
    const first = advance('C-1', note, entry({ verb: 'reply', public: true, replyId: null }, 2));
    const second = advance('C-1', first, entry({ verb: 'reply', public: true, replyId: null }, 3));
    expect([note, first, second].map(({ firstRepliedAt }) => firstRepliedAt)).toEqual([
      null,
      at(2),
      at(2),
    ]);
  });

  test('takes the resolution back when the case is reopened', () => {
    const solved = advance('C-1', opened, entry({ verb: 'resolve', resolution: 'refunded' }, 1));
    const again = advance('C-1', solved, entry({ verb: 'reopen', reason: null }, 2));
    expect(solved).toMatchObject({ status: 'SOLVED', resolvedAt: at(1), resolution: 'refunded' });
    expect(again).toMatchObject({
      status: 'OPEN',
      resolvedAt: null,
      resolution: null,
      reopenCount: 1,
    });
  });

  test('is frozen and leaves what was before alone', () => {
    advance('C-1', opened, entry({ verb: 'close' }, 1));
    expect(opened.status).toBe('NEW');
    expect(Object.isFrozen(opened)).toBe(true);
  });

  test('refuses anything before the opening, and a second opening', () => {
    expect(() => advance('C-1', null, entry({ verb: 'close' }, 0))).toThrow('not opened');
    expect(() => advance('C-1', opened, entry({ verb: 'open' }, 1))).toThrow('only once');
    expect(replay('C-1', [])).toBeNull();
  });
});
