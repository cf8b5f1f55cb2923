import { parse, validate } from 'graphql';
import type { DocumentNode } from 'graphql';

import type { Caller } from '../../../../gateway/auth/caller.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import type { Scenario } from './generated-client.ts';
import { QueryWriter } from './query-writer.ts';
import type { Faults } from './thing.ts';
import type { World } from './world.ts';

/** One random request, with all that its answer follows from. */
export interface Trial {
  readonly world: World;
  readonly number: number;
  readonly query: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller | null;
  readonly scenario: Scenario;
}

export const NO_FAULTS: Faults = Object.freeze({
  ...{ throws: 0, complains: 0, lies: 0, missing: 0, keyless: 0 },
  down: new Set<string>(),
});

/** Valid random requests to a world: the same ones for the same seed. */
export function* trials(world: World, count: number, seed: number): Generator<Trial, void> {
  const random = seededRandom(seed);
  const writer = new QueryWriter(world.apiSchema, random);
  for (let number = 0; number < count;) {
    const { query, variables } = writer.write();
    const document = parse(query);
    const scenario = randomScenario(world, random);
    const caller = randomCaller(world, random);
    if (validate(world.apiSchema, document).length > 0) continue;
    yield { world, number, query, document, variables, caller, scenario };
    number += 1;
  }
}

function randomScenario({ subgraphs }: World, random: () => number): Scenario {
  const seed = Math.floor(random() * 1_000_000_000);
  const chance = (share: number, most: number): number => (random() < share ? random() * most : 0);
  if (random() < 0.25) return { seed, faults: NO_FAULTS, manner: 'lying' };
  const names = [...subgraphs.keys()];
  const down = random() < 0.12 ? names.slice(Math.floor(random() * names.length)).slice(0, 1) : [];
  return {
    ...{ seed, manner: 'lying' },
    faults: {
      throws: chance(0.6, 0.2),
      complains: chance(0.2, 0.05),
      lies: chance(0.6, 0.3),
      missing: chance(0.3, 0.3),
      keyless: 0.01,
      down: new Set(down),
    },
  };
}

function randomCaller({ scopes, access }: World, random: () => number): Caller | null {
  if (!access.isProtected) return null;
  const share = random() < 0.5 ? 1 : random();
  return {
    ...{
      subject: 'u1',
      roles: [],
      division: null,
      teams: [],
      purpose: null,
      expiresAt: 4_102_444_800,
    },
    scopes: scopes.filter(() => random() <= share),
  };
}
