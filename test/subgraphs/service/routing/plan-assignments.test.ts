import { describe, expect, test } from '@jest/globals';
import {
  planAssignments,
  type FreeAgent,
  type OpenWork,
} from '../../../../subgraphs/service/routing/plan-assignments.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

const NOW = new Date('2026-03-02T09:00:00Z');

function agent(id: string, changes: Partial<FreeAgent> = {}): FreeAgent {
  return { id, capacity: 10, load: 0, idleSince: new Date('2026-03-02T08:00:00Z'), ...changes };
}

const given = (work: readonly (readonly string[])[], agents: readonly FreeAgent[]) =>
  planAssignments(
    work.map((fitting, place) => ({ caseId: String(place), agents: fitting })),
    agents,
    NOW,
  ).map(({ caseId, agent: id }) => `${caseId} ${id}`);

describe('a case is given to', () => {
  test('who has the least for their capacity', () => {
    const agents = [agent('a', { load: 2, capacity: 4 }), agent('b', { load: 3, capacity: 10 })];
    expect(given([['a', 'b']], agents)).toEqual(['0 b']);
  });

  test('of equals, who was given none for longest, then the first by id', () => {
    const waited = new Date('2026-03-02T07:00:00Z');
    expect(
      given([['a', 'b', 'c']], [agent('a'), agent('c', { idleSince: waited }), agent('b')]),
    ).toEqual(['0 c']);
    expect(given([['b', 'a']], [agent('b'), agent('a')])).toEqual(['0 a']);
  });

  test('nobody who has no room, and the next in the queue is given out all the same', () => {
    const agents = [agent('a', { capacity: 1 }), agent('b', { capacity: 0 })];
    expect(given([['b'], ['a'], ['a'], []], agents)).toEqual(['1 a']);
  });

  test('one after the other, each in view of the last', () => {
    const agents = [agent('a'), agent('b')];
    expect(
      given(
        [
          ['a', 'b'],
          ['a', 'b'],
          ['a', 'b'],
        ],
        agents,
      ),
    ).toEqual(['0 a', '1 b', '2 a']);
  });
});

test.each(Array.from({ length: 200 }, (_, seed) => seed))(
  'random agents and cases, seed %i: none twice, none over capacity, none who does not fit, none left who could be',
  (seed) => {
    const random = seededRandom(seed);
    const below = (end: number) => Math.floor(random() * end);
    const agents = Array.from({ length: 1 + below(8) }, (_, place) =>
      agent(`a${place}`, { capacity: below(5), load: below(3), idleSince: new Date(below(1_000)) }),
    );
    const work: OpenWork[] = Array.from({ length: below(30) }, (_, place) => ({
      caseId: `c${place}`,
      agents: agents.filter(() => random() < 0.4).map(({ id }) => id),
    }));
    const plan = planAssignments(work, agents, NOW);
    const caseIds = plan.map(({ caseId }) => caseId);
    expect(new Set(caseIds).size).toBe(caseIds.length);
    const loads = new Map(agents.map(({ id, load }) => [id, load]));
    for (const { caseId, agent: id } of plan) {
      expect(work.find((one) => one.caseId === caseId)?.agents).toContain(id);
      loads.set(id, (loads.get(id) ?? 0) + 1);
    }
    const roomOf = ({ id, capacity }: FreeAgent) => capacity - (loads.get(id) ?? 0);
    for (const one of agents) {
      if (one.load <= one.capacity) expect(roomOf(one)).toBeGreaterThanOrEqual(0);
      else expect(loads.get(one.id)).toBe(one.load);
    }
    const left = work.filter(({ caseId }) => !caseIds.includes(caseId));
    const withRoom = new Set(agents.filter((one) => roomOf(one) > 0).map(({ id }) => id));
    expect(left.filter(({ agents: fitting }) => fitting.some((id) => withRoom.has(id)))).toEqual(
      [],
    );
    expect(planAssignments(work, [...agents].reverse(), NOW)).toEqual(plan);
  },
);
