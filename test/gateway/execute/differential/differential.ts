import { parse, validate } from 'graphql';
import type { DocumentNode } from 'graphql';

import type { Caller } from '../../../../gateway/auth/caller.ts';
import { loadReferenceEngine } from '../../../../gateway/execute/reference-engine.ts';
import { seededRandom } from '../../access/random-operation.ts';
import { clientPathIn } from './client-path.ts';
import { engineUnderTest } from './engine-under-test.ts';
import type { EngineUnderTest, PlainResult } from './engine-under-test.ts';
import { generatedClient } from './generated-client.ts';
import type { Scenario } from './generated-client.ts';
import { asClientSees, judge } from './judge.ts';
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

export interface Verdict {
  readonly trial: Trial;
  readonly expected: PlainResult;
  readonly actual: PlainResult;
  /** Empty when the two agree. */
  readonly faults: readonly string[];
}

const NO_FAULTS: Faults = Object.freeze({
  ...{ throws: 0, complains: 0, lies: 0, missing: 0 },
  liesAre: 'told',
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
  if (random() < 0.25) return { seed, faults: NO_FAULTS };
  const names = [...subgraphs.keys()];
  const down = random() < 0.12 ? names.slice(Math.floor(random() * names.length)).slice(0, 1) : [];
  return {
    seed,
    faults: {
      throws: chance(0.6, 0.2),
      complains: chance(0.2, 0.05),
      lies: chance(0.6, 0.3),
      missing: chance(0.3, 0.3),
      liesAre: 'told',
      down: new Set(down),
    },
  };
}

function randomCaller({ scopes, access }: World, random: () => number): Caller | null {
  if (!access.isProtected) return null;
  const share = random() < 0.5 ? 1 : random();
  return {
    ...{ subject: 'u1', roles: [], division: null, purpose: null, expiresAt: 4_102_444_800 },
    scopes: scopes.filter(() => random() <= share),
  };
}

type LoadEngine = Parameters<typeof engineUnderTest>[1];

/** The reference, and an engine that is to agree with it, over the subgraphs of one world. */
export interface Contest {
  run(trial: Trial): Promise<Verdict>;
  stop(): Promise<void>;
}

export async function startContest(
  world: World,
  load: LoadEngine,
  liesAre: Faults['liesAre'] = 'told',
): Promise<Contest> {
  const reference = await contestant('reference', loadReferenceEngine, world);
  const challenger = await contestant('challenger', load, world);
  return {
    async run(trial) {
      const { scenario, document, variables, caller } = trial;
      const question = { document, variables, caller };
      const toClient = clientPathIn(document, null, world.apiSchema);
      const stated = await reference.ask(question, withLies(scenario, 'stated'));
      const expected = asClientSees(stated, toClient);
      const told = await challenger.ask(question, withLies(scenario, liesAre));
      const actual = liesAre === 'told' ? told : asClientSees(told, toClient);
      return { trial, expected, actual, faults: judge(expected, actual) };
    },
    async stop() {
      await reference.stop();
      await challenger.stop();
    },
  };
}

function withLies({ seed, faults }: Scenario, liesAre: Faults['liesAre']): Scenario {
  return { seed, faults: { ...faults, liesAre } };
}

interface Contestant {
  ask(question: Parameters<EngineUnderTest['ask']>[0], scenario: Scenario): Promise<PlainResult>;
  stop(): Promise<void>;
}

async function contestant(name: string, load: LoadEngine, world: World): Promise<Contestant> {
  let now: Scenario = { seed: 0, faults: NO_FAULTS };
  const clients = new Map(
    Array.from(world.subgraphs, ([subgraph, schema]) => [
      subgraph,
      generatedClient(subgraph, schema, () => now),
    ]),
  );
  const engine = await engineUnderTest(name, load, {
    supergraph: world.supergraph,
    access: world.access,
    clientFor(subgraph) {
      const client = clients.get(subgraph);
      if (client === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
      return client;
    },
  });
  return {
    ask(question, scenario) {
      now = scenario;
      return engine.ask(question);
    },
    stop: () => engine.stop(),
  };
}
