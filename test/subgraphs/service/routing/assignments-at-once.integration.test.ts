import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import type { Skills } from '../../../../subgraphs/service/routing/routing-model.ts';
import { NO_BOUNDS } from '../../../../subgraphs/service/store/case-bounds.ts';
import type { NewCase } from '../../../../subgraphs/service/store/case-writer.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { openReplica } from './routing-desk.ts';

const ACT = { actor: 'a', at: new Date('2026-03-02T09:00:00Z') };

const ABOUT: NewCase = {
  customer: { division: 'banking', localId: 'B1' },
  subject: 'Card lost',
  description: null,
  type: 'INCIDENT',
  category: null,
  reasonCode: null,
  priority: 'NORMAL',
  channel: 'PHONE',
  valueTier: null,
  language: null,
};

const ANYTHING: Skills = { caseTypes: [], categories: [], divisions: [], languages: [] };

describe.each(testDatabases)('replicas that assign at once on $name', ({ open }) => {
  let [database, replicas]: [DatabasePool, Awaited<ReturnType<typeof openReplica>>[]] = [
    undefined as never,
    [],
  ];
  beforeAll(async () => {
    database = await open();
    replicas = [await openReplica(database), await openReplica(database)];
  });
  afterAll(async () => {
    await Promise.all(replicas.map((one) => one.close()));
    await database.close();
  });

  const replica = (place: number) => {
    const { source } = replicas[place % 2] ?? {};
    if (source === undefined) throw new Error('There must be two replicas.');
    return source;
  };
  const registerTeam = (division: string, assignment: 'PULL' | 'PUSH') => {
    const plain = {
      name: 'A team',
      kind: 'POOL',
      secondLine: null,
      leads: [],
      clients: [],
    } as const;
    const { routing } = replica(0);
    return routing.registerTeam({ ...plain, id: division, division, assignment }, ACT);
  };
  const registerAgent = async (
    id: string,
    team: string,
    changes: Partial<Skills> & { capacity: number },
  ) => {
    const { routing } = replica(0);
    await routing.registerAgent({ ...ANYTHING, id, team, ...changes }, ACT);
    await routing.setPresence(id, 'AVAILABLE', ACT);
  };

  test('eight who take forty cases at once have each of them once', async () => {
    await registerTeam('rush', 'PULL');
    const takers = Array.from({ length: 8 }, (_, place) => `taker-${place}`);
    for (const id of takers) await registerAgent(id, 'rush', { capacity: 5 });
    const customer = { division: 'rush', localId: 'B1' };
    for (let time = 0; time < 40; time += 1) await replica(0).openCase({ ...ABOUT, customer }, ACT);
    const takeAll = async (actor: string, place: number) => {
      const { routing } = replica(place);
      const taken: (string | undefined)[] = [];
      for (let time = 0; time < 5; time += 1) {
        const one = await routing.takeNextCase(
          { team: 'rush', bounds: NO_BOUNDS },
          { ...ACT, actor },
        );
        taken.push(one?.id);
      }
      return taken;
    };
    const taken = (await Promise.all(takers.map(takeAll))).flat();
    expect(taken).not.toContain(undefined);
    expect(new Set(taken).size).toBe(40);
    expect(Object.fromEntries(await replica(1).routing.loads(takers, NO_BOUNDS))).toEqual(
      Object.fromEntries(takers.map((id) => [id, 5])),
    );
  });

  test.each([1, 2])(
    'random agents are given random cases that they fit, never over their capacity, seed %i',
    async (seed) => {
      const random = seededRandom(seed);
      const some = <Value>(values: readonly Value[]) => values.filter(() => random() < 0.5);
      const one = <Value>(values: readonly [Value, ...Value[]]) =>
        values[Math.floor(random() * values.length)] ?? values[0];
      const division = `random-${seed}`;
      await registerTeam(division, 'PUSH');
      const agents = new Map<string, Skills & { readonly capacity: number }>();
      for (let place = 0; place < 5; place += 1) {
        const skills = {
          caseTypes: some(['QUESTION', 'INCIDENT']),
          categories: some(['Cards', 'Loans']),
          divisions: some([division, 'another']),
          languages: some(['en', 'de-CH']),
        };
        const agent = { ...skills, capacity: Math.floor(random() * 4) };
        agents.set(`${division}-${place}`, agent);
        await registerAgent(`${division}-${place}`, division, agent);
      }
      const customer = { division, localId: 'B1' };
      for (let place = 0; place < 12; place += 1) {
        const type = one(['QUESTION', 'INCIDENT'] as const);
        const matter = {
          type,
          category: one(['Cards', 'Loans', null]),
          language: one(['en-GB', 'de', null]),
        };
        await replica(0).openCase({ ...ABOUT, ...matter, customer }, ACT);
      }
      const rounds = [0, 1, 2, 3].map((place) => replica(place).routing.routeCases(ACT.at));
      await Promise.all(rounds);
      while ((await replica(0).routing.routeCases(ACT.at)) > 0);
      const page = { limit: 50, direction: 'forward', cursor: null } as const;
      const cases = await replica(1).cases.page(page, { division, teams: null });
      expect(cases).toHaveLength(12);
      const loads = await replica(1).routing.loads([...agents.keys()], NO_BOUNDS);
      for (const found of cases) {
        const able = [...agents].filter(([, skills]) => fits(skills, found));
        if (found.agent !== null) expect(able.map(([id]) => id)).toContain(found.agent);
        else
          expect(able.filter(([id, { capacity }]) => (loads.get(id) ?? 0) < capacity)).toEqual([]);
      }
      for (const [id, { capacity }] of agents) {
        expect(loads.get(id) ?? 0).toBeLessThanOrEqual(capacity);
      }
    },
  );
});

type Matter = Pick<NewCase, 'type' | 'category' | 'language'> & { readonly division: string };

/** What the statement says, said again without a database. */
function fits({ caseTypes, categories, divisions, languages }: Skills, found: Matter): boolean {
  const knows = (skills: readonly string[], matter: string | null) =>
    matter === null || skills.length === 0 || skills.includes(matter);
  const { language } = found;
  return (
    knows(caseTypes, found.type) &&
    knows(categories, found.category) &&
    knows(divisions, found.division) &&
    (knows(languages, language) ||
      languages.some((range) => language?.startsWith(`${range}-`) === true))
  );
}
