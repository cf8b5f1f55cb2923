import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CaseMove } from '../../../../subgraphs/service/cases/case-machine.ts';
import { advance, type TrailEntry } from '../../../../subgraphs/service/cases/case-trail.ts';
import type { CaseFacts, CasePriority } from '../../../../subgraphs/service/model.ts';
import { openSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import { slaClocks } from '../../../../subgraphs/service/sla/sla-clocks.ts';
import { anyMove } from '../cases/any-move.ts';
import { DIVISIONS, termsByHand, VERSIONS } from './policies-of-many-kinds.ts';
import { steppedClocks } from './stepped-clocks.ts';

/** `SLA_CASES=10000` takes some minutes. */
const CASES = Number(process.env['SLA_CASES'] ?? 200);

/** Days before summer time begins or ends somewhere, and before Easter. */
const STARTS = ['2026-03-07', '2026-03-28', '2026-04-02', '2026-10-03', '2026-10-24', '2026-12-24'];

const seconds = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 1, max: 30_000 }),
  fc.integer({ min: 1, max: 600 }).map((minutes) => minutes * 60),
  fc.integer({ min: 1, max: 250_000 }),
);

const anyCase = fc.record({
  division: fc.constantFrom(...DIVISIONS),
  priority: fc.constantFrom<CasePriority>('LOW', 'NORMAL', 'HIGH', 'URGENT'),
  start: fc.constantFrom(...STARTS),
  offset: fc.integer({ min: 0, max: 86_399 }),
  moves: fc.array(fc.tuple(anyMove, seconds), { maxLength: 14 }),
  rest: seconds,
});

type AnyCase = typeof anyCase extends fc.Arbitrary<infer Value> ? Value : never;

/** The moves that the machine allows, each knowing the priority before it. */
function lifeOf({ start, offset, moves, rest, ...opened }: AnyCase) {
  let second = Date.parse(`${start}T00:00:00Z`) / 1_000 + offset;
  let [facts, priority]: [CaseFacts | null, CasePriority] = [null, opened.priority];
  const trail: TrailEntry[] = [];
  for (const [given, wait] of [[{ verb: 'open' } as CaseMove, 0] as const, ...moves]) {
    second += wait;
    const entry: TrailEntry = { ...known(given, priority, second), at: at(second), actor: 'a' };
    try {
      facts = advance('C-1', facts, entry);
    } catch {
      continue; // Refused, so it is no part of the case.
    }
    trail.push(entry);
    if (entry.verb === 'prioritise') priority = entry.priority;
  }
  return { trail, priority, now: second + rest };
}

function known(move: CaseMove, before: CasePriority, second: number): CaseMove {
  if (move.verb === 'prioritise') return { ...move, before };
  if (move.verb !== 'absorb') return move;
  // Up to some two days before, whichever moment the move came with.
  const earlier = (Date.parse(move.openedAt) / 1_000 + second * 7) % 180_000;
  return { ...move, openedAt: at(second - earlier).toISOString() };
}

const at = (second: number) => new Date(second * 1_000);

test(`${CASES} random cases have the clocks that stepping through them minute by minute gives`, async () => {
  const book = await openSlaBook(VERSIONS);
  fc.assert(
    fc.property(anyCase, (given) => {
      const { trail, priority, now } = lifeOf(given);
      const subject = {
        division: given.division,
        type: 'INCIDENT',
        priority,
        valueTier: null,
      } as const;
      const clocks = slaClocks(subject, trail, { book, now: at(now) });
      const stepped = steppedClocks({
        trail,
        priority: given.priority,
        now,
        termsFor: termsByHand(given.division),
      });
      expect(
        clocks.map((clock) => ({
          metric: clock.metric,
          state: clock.state,
          startedAt: clock.startedAt.getTime() / 1_000,
          breachedAt: clock.breachedAt === null ? null : clock.breachedAt.getTime() / 1_000,
          elapsed: clock.elapsedSeconds,
          target: clock.targetSeconds,
          due: clock.dueAt.getTime() / 1_000,
        })),
      ).toEqual(
        stepped.map(({ metric, state, startedAt, breachedAt, elapsed, target, due }) => ({
          metric,
          state,
          startedAt,
          breachedAt,
          elapsed,
          target,
          due,
        })),
      );
    }),
    { numRuns: CASES, seed: 20_260_329 },
  );
});
