import { beforeAll, expect, test } from '@jest/globals';
import type { CaseMove } from '../../../../subgraphs/service/cases/case-machine.ts';
import { outlookOf } from '../../../../subgraphs/service/sla/sla-alerts.ts';
import { readSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import type { SlaBook } from '../../../../subgraphs/service/sla/sla-policy.ts';
import { slaRuns } from '../../../../subgraphs/service/sla/sla-runs.ts';

const START = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;
const SUBJECT = {
  division: 'banking',
  type: 'INCIDENT',
  priority: 'HIGH',
  valueTier: null,
} as const;
const OPEN: readonly [CaseMove, number] = [{ verb: 'open' }, 0];
const REPLY: CaseMove = { verb: 'reply', public: true, replyId: null };
const PAUSE: CaseMove = { verb: 'pause', waitingFor: 'CUSTOMER' };

let book: SlaBook;
beforeAll(async () => {
  book = await readSlaBook(undefined);
});

/** HIGH: a first reply in 4 hours, at risk after 3; a resolution in 24, at risk after 18. */
function outlookAt(now: number, ...moves: readonly (readonly [CaseMove, number])[]) {
  const trail = [OPEN, ...moves].map(([move, hours]) => ({
    ...move,
    at: new Date(START + hours * HOUR),
    actor: 'a',
  }));
  const { alerts, next } = outlookOf(slaRuns(SUBJECT, trail, book), new Date(START + now * HOUR));
  return {
    alerts: alerts.map(({ kind, metric, at }) => [kind, metric, (at.getTime() - START) / HOUR]),
    next: next === null ? null : (next.getTime() - START - 1) / HOUR,
  };
}

test('the next look is a moment after the first clock comes to be at risk', () => {
  expect(outlookAt(0)).toEqual({ alerts: [], next: 3 });
  expect(outlookAt(3)).toEqual({ alerts: [], next: 3 });
});

test('a clock at risk is told of, and looked at again when it is due', () => {
  expect(outlookAt(3.5)).toEqual({ alerts: [['WARNING', 'FIRST_REPLY', 3]], next: 4 });
});

test('all that came about while nobody looked is told, at its own time', () => {
  expect(outlookAt(99).alerts).toEqual([
    ['WARNING', 'FIRST_REPLY', 3],
    ['BREACH', 'FIRST_REPLY', 4],
    ['WARNING', 'RESOLUTION', 18],
    ['BREACH', 'RESOLUTION', 24],
  ]);
  expect(outlookAt(99).next).toBeNull();
});

test('a reply ends its clock, and a warning that was due before stays true', () => {
  expect(outlookAt(99, [REPLY, 2]).alerts[0]).toEqual(['WARNING', 'RESOLUTION', 18]);
  expect(outlookAt(5, [REPLY, 3.5]).alerts).toEqual([['WARNING', 'FIRST_REPLY', 3]]);
});

test('a clock that stands still is not looked at', () => {
  expect(outlookAt(99, [REPLY, 1], [PAUSE, 2])).toEqual({ alerts: [], next: null });
});
