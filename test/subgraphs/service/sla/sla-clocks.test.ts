import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CaseMove } from '../../../../subgraphs/service/cases/case-machine.ts';
import type { TrailEntry } from '../../../../subgraphs/service/cases/case-trail.ts';
import type { CasePriority } from '../../../../subgraphs/service/model.ts';
import { slaClocks } from '../../../../subgraphs/service/sla/sla-clocks.ts';
import { readSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import type { SlaBook } from '../../../../subgraphs/service/sla/sla-policy.ts';

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
  hear: { verb: 'hear', replyId: null },
  urgent: { verb: 'prioritise', priority: 'URGENT', before: 'LOW' },
  absorb: { verb: 'absorb', caseId: 'other', openedAt: hour(-3).toISOString() },
  merge: { verb: 'merge', into: 'other' },
};

/** `open@0 pause@2`: moves and the hours at which they were made. */
function trailOf(text: string): readonly TrailEntry[] {
  return text.split(' ').map((word) => {
    const [verb = '', hours] = word.split('@');
    return { ...(WORDS[verb] ?? { verb: 'open' }), at: hour(Number(hours)), actor: 'a' };
  });
}

let book: SlaBook;
beforeAll(async () => {
  book = await readSlaBook(undefined);
});

function clocksOf(trail: readonly TrailEntry[], now: number, priority: CasePriority = 'HIGH') {
  const subject = { division: 'banking', type: 'INCIDENT', priority, valueTier: null } as const;
  return slaClocks(subject, trail, { book, now: hour(now) });
}

function clockOf(metric: string, trail: string, now: number, priority: CasePriority = 'HIGH') {
  const clock = clocksOf(trailOf(trail), now, priority).find((one) => one.metric === metric);
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
  });

  test('a case without a trail has no clocks', () => {
    expect(clocksOf([], 0)).toEqual([]);
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
    [
      'reopened: it goes on where it was',
      'open@0 resolve@1 reopen@6',
      6,
      ['RUNNING', 9, null, null],
    ],
    ['answered after the reopening', 'open@0 resolve@1 reopen@6 reply@9', 9, ['MET', 9, 9, null]],
    ['and too late', 'open@0 resolve@1 reopen@6', 9.001, ['BREACHED', 9, null, 9]],
    ['met, and then reopened', 'open@0 reply@1 resolve@2 reopen@9', 9, ['MET', 4, 1, null]],
    ['withdrawn', 'open@0 close@1', 9, ['CANCELLED', 4, null, null]],
    ['solved, then closed later', 'open@0 resolve@1 close@9', 9, ['CANCELLED', 4, null, null]],
    ['a reply dated before the opening', 'open@0 reply@-5', 9, ['MET', 4, 0, null]],
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

describe('the next reply, HIGH: due 4 hours after the customer wrote again', () => {
  test.each([
    [
      'begins with what follows the first reply',
      'open@0 reply@1 hear@5',
      6,
      ['RUNNING', 9, null, null],
    ],
    [
      'counts from the first message that waits',
      'open@0 reply@1 hear@5 hear@7',
      8,
      ['RUNNING', 9, null, null],
    ],
    ['is met', 'open@0 reply@1 hear@5 reply@9', 99, ['MET', 9, 9, null]],
    ['is late', 'open@0 reply@1 hear@5 reply@9.5', 99, ['BREACHED', 9, null, 9]],
    ['is not owed any more', 'open@0 reply@1 hear@5 resolve@6', 99, ['CANCELLED', 9, null, null]],
  ] as const)('%s', (_, trail, now, expected) => {
    expect(clockOf('NEXT_REPLY', trail, now)).toEqual(expected);
  });

  test('before the first reply there is none, and each message after a reply has its own', () => {
    const sequences = (trail: string) =>
      clocksOf(trailOf(trail), 30)
        .filter(({ metric }) => metric === 'NEXT_REPLY')
        .map(({ sequence, state }) => [sequence, state]);
    expect(sequences('open@0 hear@1')).toEqual([]);
    expect(sequences('open@0 reply@1 hear@2 reply@3 hear@29')).toEqual([
      [1, 'MET'],
      [2, 'RUNNING'],
    ]);
  });

  test('a case that waited for the customer goes on when they write', () => {
    const trail = 'open@0 pause@2 hear@12';
    expect(clockOf('RESOLUTION', trail, 13)).toEqual(['RUNNING', 34, null, null]);
  });
});

describe('a case given another priority', () => {
  const resolutions = (trail: string, now: number) =>
    clocksOf(trailOf(trail), now, 'URGENT')
      .filter(({ metric }) => metric === 'RESOLUTION')
      .map(({ state, policy, startedAt, dueAt, breachedAt }) => {
        const times = [startedAt, dueAt, breachedAt].map(inHours);
        return [policy, state, ...times];
      });

  test('has a clock under the new policy that keeps the start, and the old one is cancelled', () => {
    expect(resolutions('open@0 urgent@5', 6)).toEqual([
      ['default LOW', 'CANCELLED', 0, 120, null],
      ['default URGENT', 'RUNNING', 0, 8, null],
    ]);
  });

  test('does not count again what it waited', () => {
    expect(resolutions('open@0 pause@2 resume@12 urgent@13', 14)[1]).toEqual([
      'default URGENT',
      'RUNNING',
      0,
      18,
      null,
    ]);
  });

  test('is late at that moment when the new target is worked already, not before', () => {
    expect(resolutions('open@0 urgent@50', 60)[1]).toEqual([
      'default URGENT',
      'BREACHED',
      0,
      8,
      50,
    ]);
  });

  test('that was late under the old one stays so, and gets no second chance', () => {
    expect(resolutions('open@0 urgent@130', 131)).toEqual([
      ['default LOW', 'BREACHED', 0, 120, 120],
    ]);
  });
});

describe('merged cases', () => {
  test('the one that is kept waits since the earlier opening', () => {
    expect(clockOf('RESOLUTION', 'open@0 absorb@2', 3)).toEqual(['RUNNING', 21, null, null]);
    expect(clockOf('FIRST_REPLY', 'open@0 absorb@2', 3)).toEqual(['BREACHED', 1, null, 2]);
    expect(clockOf('FIRST_REPLY', 'open@0 reply@1 absorb@2', 3)).toEqual(['MET', 4, 1, null]);
  });

  test('the other one owes nothing any more', () => {
    expect(clockOf('RESOLUTION', 'open@0 merge@2', 99)[0]).toBe('CANCELLED');
    expect(clockOf('FIRST_REPLY', 'open@0 merge@2', 99)[0]).toBe('CANCELLED');
  });
});

test('elapsed and remaining seconds leave out what it stood still, and go below zero', () => {
  const seconds = (now: number) => {
    const clock = clocksOf(trailOf('open@0 pause@1 resume@3'), now)[1];
    return [clock?.targetSeconds, clock?.elapsedSeconds, clock?.remainingSeconds];
  };
  expect(seconds(2)).toEqual([86_400, 3_600, 82_800]);
  expect(seconds(4)).toEqual([86_400, 7_200, 79_200]);
  expect(seconds(27)).toEqual([86_400, 90_000, -3_600]);
});
