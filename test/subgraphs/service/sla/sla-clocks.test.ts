import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CaseMove } from '../../../../subgraphs/service/cases/case-machine.ts';
import { advance, type TrailEntry } from '../../../../subgraphs/service/cases/case-trail.ts';
import type { CaseFacts, CasePriority } from '../../../../subgraphs/service/model.ts';
import { slaClocks } from '../../../../subgraphs/service/sla/sla-clocks.ts';
import { SLA_TARGETS } from '../../../../subgraphs/service/sla/sla-targets.ts';
import { anyMove } from '../cases/any-move.ts';

const START = Date.UTC(2026, 0, 5, 9);
/** Hours since the opening. */
const hour = (hours: number) => new Date(START + hours * 3_600_000);
const inHours = (date: Date | null) =>
  date === null ? null : (date.getTime() - START) / 3_600_000;

const WORDS: Readonly<Record<string, CaseMove>> = {
  open: { verb: 'open' },
  reply: { verb: 'reply', public: true, replyId: null },
  note: { verb: 'reply', public: false, replyId: null },
  pause: { verb: 'pause', waitingFor: 'CUSTOMER' },
  resume: { verb: 'resume' },
  resolve: { verb: 'resolve', resolution: null },
  reopen: { verb: 'reopen', reason: null },
  close: { verb: 'close' },
};

/** `open@0 pause@2`: moves and the hours at which they were made. */
function trailOf(text: string): readonly TrailEntry[] {
  return text.split(' ').map((word) => {
    const [verb = '', hours] = word.split('@');
    return { ...(WORDS[verb] ?? { verb: 'open' }), at: hour(Number(hours)), actor: 'a' };
  });
}

function clockOf(metric: string, trail: string, now: number, priority: CasePriority = 'HIGH') {
  const clock = slaClocks(trailOf(trail), priority, hour(now)).find((one) => one.metric === metric);
  if (clock === undefined) throw new Error('no clock');
  return [clock.state, inHours(clock.dueAt), inHours(clock.metAt), inHours(clock.breachedAt)];
}

describe('due times', () => {
  test.each([
    ['URGENT', 1, 8],
    ['HIGH', 4, 24],
    ['NORMAL', 8, 72],
    ['LOW', 24, 120],
  ] as const)('%s: first reply in %d h, resolution in %d h', (priority, reply, resolution) => {
    expect(clockOf('FIRST_REPLY', 'open@0', 0, priority)).toEqual(['RUNNING', reply, null, null]);
    expect(clockOf('RESOLUTION', 'open@0', 0, priority)).toEqual([
      'RUNNING',
      resolution,
      null,
      null,
    ]);
    expect(SLA_TARGETS[priority]).toEqual({ firstReplyHours: reply, resolutionHours: resolution });
  });

  test('a case without a trail has no clocks', () => {
    expect(slaClocks([], 'HIGH', hour(0))).toEqual([]);
  });
});

describe('the first reply, HIGH: due after 4 hours', () => {
  test.each([
    ['waits', 'open@0', 3, ['RUNNING', 4, null, null]],
    ['is not late at its due time', 'open@0', 4, ['RUNNING', 4, null, null]],
    ['is late a moment after, though nothing happened', 'open@0', 4.001, ['BREACHED', 4, null, 4]],
    ['came', 'open@0 reply@2', 9, ['MET', 4, 2, null]],
    ['came on the dot', 'open@0 reply@4', 9, ['MET', 4, 4, null]],
    ['came late', 'open@0 reply@5', 9, ['BREACHED', 4, null, 4]],
    ['a note is no reply', 'open@0 note@1', 3, ['RUNNING', 4, null, null]],
    ['the second reply changes nothing', 'open@0 reply@2 reply@6', 9, ['MET', 4, 2, null]],
    ['waiting does not move it', 'open@0 pause@1 resume@3', 4.5, ['BREACHED', 4, null, 4]],
    ['solved without one: none is owed', 'open@0 resolve@3', 9, ['CANCELLED', 4, null, null]],
    ['solved without one, too late', 'open@0 resolve@5', 9, ['BREACHED', 4, null, 4]],
    ['reopened: it is owed again', 'open@0 resolve@1 reopen@2', 3, ['RUNNING', 4, null, null]],
    ['reopened after its due time', 'open@0 resolve@1 reopen@6', 6, ['BREACHED', 4, null, 4]],
    ['withdrawn', 'open@0 close@1', 9, ['CANCELLED', 4, null, null]],
    ['solved, then closed later', 'open@0 resolve@1 close@9', 9, ['CANCELLED', 4, null, null]],
    ['a reply dated before the opening', 'open@0 reply@-5', 9, ['MET', 4, -5, null]],
  ] as const)('%s', (_, trail, now, expected) => {
    expect(clockOf('FIRST_REPLY', trail, now)).toEqual(expected);
  });
});

describe('the resolution, HIGH: due after 24 hours of work', () => {
  test.each([
    ['runs', 'open@0', 10, ['RUNNING', 24, null, null]],
    ['is not late at its due time', 'open@0', 24, ['RUNNING', 24, null, null]],
    ['is late a moment after', 'open@0', 24.001, ['BREACHED', 24, null, 24]],
    ['is met', 'open@0 resolve@20', 99, ['MET', 24, 20, null]],
    ['is met on the dot', 'open@0 resolve@24', 99, ['MET', 24, 24, null]],
    ['is too late', 'open@0 resolve@25', 99, ['BREACHED', 24, null, 24]],
    ['stands still while waiting', 'open@0 pause@10', 10, ['PAUSED', 24, null, null]],
    ['waiting pushes the due time on', 'open@0 pause@10', 50, ['PAUSED', 64, null, null]],
    [
      'a wait of 30 h moves it by 30 h',
      'open@0 pause@10 resume@40',
      41,
      ['RUNNING', 54, null, null],
    ],
    ['met after a wait', 'open@0 pause@10 resume@40 resolve@54', 99, ['MET', 54, 54, null]],
    ['late after a wait', 'open@0 pause@10 resume@40 resolve@55', 99, ['BREACHED', 54, null, 54]],
    [
      'two waits add up',
      'open@0 pause@1 resume@3 pause@5 resume@10',
      11,
      ['RUNNING', 31, null, null],
    ],
    ['solved while waiting', 'open@0 pause@10 resolve@90', 99, ['MET', 104, 90, null]],
    ['late, then waiting: it stays late', 'open@0 pause@30', 40, ['BREACHED', 24, null, 24]],
    ['late, then solved: it stays late', 'open@0 resolve@30', 40, ['BREACHED', 24, null, 24]],
    [
      'reopened: it goes on where it was',
      'open@0 resolve@10 reopen@50',
      51,
      ['RUNNING', 64, null, null],
    ],
    ['solved again in time', 'open@0 resolve@10 reopen@50 resolve@60', 99, ['MET', 64, 60, null]],
    [
      'solved again too late',
      'open@0 resolve@10 reopen@50 resolve@65',
      99,
      ['BREACHED', 64, null, 64],
    ],
    [
      'late, reopened, solved again',
      'open@0 resolve@30 reopen@40 resolve@41',
      99,
      ['BREACHED', 24, null, 24],
    ],
    [
      'closing a solved case leaves it met',
      'open@0 resolve@10 close@90',
      99,
      ['MET', 24, 10, null],
    ],
    ['withdrawn in time', 'open@0 close@10', 99, ['CANCELLED', 24, null, null]],
    ['withdrawn while waiting', 'open@0 pause@10 close@90', 99, ['CANCELLED', 104, null, null]],
    ['withdrawn too late', 'open@0 close@30', 99, ['BREACHED', 24, null, 24]],
    ['solved before it was opened', 'open@0 resolve@-5', 99, ['MET', 24, 0, null]],
  ] as const)('%s', (_, trail, now, expected) => {
    expect(clockOf('RESOLUTION', trail, now)).toEqual(expected);
  });
});

/** Minute by minute: how many minutes somebody could have worked, and in which the target was passed. */
function steppedBreach(trail: readonly TrailEntry[], targetMinutes: number, now: number) {
  let [worked, running] = [0, false];
  for (let minute = 0; minute <= now; minute += 1) {
    if (running) worked += 1;
    if (worked > targetMinutes) return minute - 1;
    for (const { verb, at } of trail.filter(
      (one) => one.at.getTime() === hour(minute / 60).getTime(),
    )) {
      if (['open', 'resume', 'reopen'].includes(verb)) running = true;
      if (['pause', 'resolve', 'close'].includes(verb)) running = false;
      expect(at).toEqual(hour(minute / 60));
    }
  }
  return null;
}

describe('against a clock that is stepped minute by minute', () => {
  const anyCase = fc.array(fc.tuple(anyMove, fc.integer({ min: 1, max: 200 })), { maxLength: 15 });

  test('the resolution of random cases is late in the same minute', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 0, max: 600 }), (moves, rest) => {
        let minute = 0;
        let facts: CaseFacts | null = null;
        const trail: TrailEntry[] = [];
        for (const [move, wait] of [[{ verb: 'open' } as CaseMove, 0] as const, ...moves]) {
          minute += wait;
          const entry: TrailEntry = { ...move, at: hour(minute / 60), actor: 'a' };
          try {
            facts = advance('C-1', facts, entry);
            trail.push(entry);
          } catch {
            // Refused, so it is no part of the case.
          }
        }
        const clock = slaClocks(trail, 'URGENT', hour((minute + rest) / 60))[1];
        const expected = steppedBreach(trail, 8 * 60, minute + rest);
        const breach = inHours(clock?.breachedAt ?? null);
        expect(breach === null ? null : Math.round(breach * 60)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});
