import { print } from 'graphql';
import type { DocumentNode } from 'graphql';

import { clientKeyOf } from '../../../../gateway/access/engine-names.ts';
import { presentationOf } from '../../../../gateway/execute/engine.ts';
import type {
  Engine,
  EngineOperation,
  EngineSettings,
} from '../../../../gateway/execute/engine.ts';
import { loadReferenceEngine } from '../../../../gateway/execute/reference-engine.ts';
import { clientPathsIn, withDefaults } from './client-paths.ts';
import type { ClientPaths } from './client-paths.ts';
import { decideConditions, withoutNothing } from './decide-conditions.ts';
import { engineUnderTest } from '../engine-under-test.ts';
import type { PlainResult } from '../engine-under-test.ts';
import { generatedClient } from './generated-client.ts';
import type { Scenario } from './generated-client.ts';
import { asClientSees, judge, PLANNER_FAILURE } from './judge.ts';
import type { Expectation } from './judge.ts';
import { knownDifferences } from './known-differences.ts';
import type { KnownDifference } from './known-differences.ts';
import type { Manner } from './thing.ts';
import type { Trial } from './trials.ts';
import type { World } from './world.ts';

export interface Verdict {
  readonly trial: Trial;
  readonly expected: PlainResult;
  readonly actual: PlainResult;
  /** Empty when the two agree. */
  readonly faults: readonly string[];
  /** What was overlooked, as the reference is known to be wrong. */
  readonly known: ReadonlySet<KnownDifference>;
}

const NONE: ReadonlySet<KnownDifference> = new Set();

/** The reference, and an engine that is to agree with it, over the subgraphs of one world. */
export interface Contest {
  run(trial: Trial): Promise<Verdict>;
  stop(): Promise<void>;
}

type LoadEngine = (settings: EngineSettings) => Promise<Engine>;

/** Loads both engines. The challenger is lied to, unless it is one that is known to believe everything. */
export async function startContest(
  world: World,
  load: LoadEngine,
  manner: Manner = 'lying',
): Promise<Contest> {
  const confession: Confession = { words: 'own', nulls: [], failure: null };
  const reference = await contestant(world, confessing(confession));
  const challenger = await contestant(world, load);
  return {
    async run(trial) {
      const paths = clientPathsIn(trial.document, trial.variables, world.apiSchema);
      const expect = async (wording: Wording): Promise<Expectation> => {
        const asked = { ...trial, document: wording.document };
        Object.assign(confession, { words: wording.words, nulls: [], failure: null });
        const stated = asClientSees(withoutFillers(await reference.ask(asked, 'stating')), paths);
        const { failure } = confession;
        // A subgraph's error keeps the reference from saying what nulls it found itself.
        await reference.ask(asked, 'silent');
        return { ...stated, failure, nulls: confession.nulls.map((path) => paths.cut(path)) };
      };
      const answered = await challenger.ask(trial, manner);
      const actual = manner === 'lying' ? answered : asClientSees(answered, paths);
      return { trial, actual, ...(await decide({ trial, actual, paths, expect })) };
    },
    async stop() {
      await reference.stop();
      await challenger.stop();
    },
  };
}

/** What the reference is asked. */
interface Wording {
  readonly document: DocumentNode;
  readonly words: Confession['words'];
}

interface Case {
  readonly trial: Trial;
  readonly actual: PlainResult;
  readonly paths: ClientPaths;
  readonly expect: (wording: Wording) => Promise<Expectation>;
}

/**
 * The reference answers the client's own words first. Where the challenger differs, it is asked for the same
 * in other words, and with its conditions decided: where that is another answer, the reference is wrong once,
 * and it must be wrong in a way that has a name.
 */
async function decide({
  trial,
  actual,
  paths,
  expect,
}: Case): Promise<Omit<Verdict, 'trial' | 'actual'>> {
  const decided = decideConditions(trial.document, withDefaults(trial.document, trial.variables));
  const hasConditions = print(decided) !== print(trial.document);
  const expected = await expect({ document: trial.document, words: 'own' });
  const faults = judge(expected, actual, paths);
  if (faults.length === 0) return { expected, faults, known: NONE };
  for (const document of hasConditions ? [trial.document, decided] : [trial.document]) {
    const named: KnownDifference[] = document === decided ? ['conditions'] : [];
    const own = document === decided ? await expect({ document, words: 'own' }) : expected;
    if (judge(own, actual, paths).length === 0)
      return { expected, faults: [], known: new Set(named) };
    const other = await expect({ document, words: 'other' });
    const known = knownDifferences(own, other, { errors: actual.errors, paths });
    if (known !== null && judge(other, actual, paths).length === 0) {
      return { expected, faults: [], known: new Set([...named, ...known]) };
    }
  }
  return { expected, faults, known: NONE };
}

function withoutFillers({ data, ...rest }: PlainResult): PlainResult {
  return data === undefined ? rest : { ...rest, data: withoutNothing(data) };
}

/** What the reference knows of its last operation and does not say to clients. */
interface Confession {
  /** Whether it is to run the client's own words, or those of the access layer. */
  words: 'own' | 'other';
  /** Where null came in place of something that must be there. */
  nulls: readonly (readonly (string | number)[])[];
  /** Why it could not run the operation at all. */
  failure: string | null;
}

function confessing(confession: Confession): LoadEngine {
  return async (settings) => {
    const engine = await loadReferenceEngine(settings);
    return {
      ...engine,
      async execute(operation) {
        const asked = confession.words === 'own' ? operation : inOtherWords(operation);
        const result = await engine.execute(asked).catch((error: unknown) => {
          if (!PLANNER_FAILURE.test(String(error))) throw error;
          return engine.execute(inOtherWords(operation)).catch((failure: unknown) => {
            confession.failure = String(failure);
            throw failure;
          });
        });
        // Federation's implementation says them in an extension: apollographql/federation#2380.
        const completions = result.extensions?.['valueCompletion'] as Completions | undefined;
        confession.nulls = (completions ?? []).map(({ path = [] }) => path.flatMap(toClientKey));
        return result;
      },
    };
  };
}

/** In the words of the access layer, which the planner may understand better than the client's own. */
function inOtherWords(operation: EngineOperation): EngineOperation {
  const presentation = presentationOf(operation);
  const filtered = { ...presentation.filtered, asItCame: null };
  return { ...operation, presentation: { ...presentation, filtered } };
}

type Completions = readonly { readonly path?: readonly (string | number)[] }[];

function toClientKey(key: string | number): readonly (string | number)[] {
  if (typeof key === 'number') return [key];
  const known = clientKeyOf(key);
  return known === null ? [] : [known];
}

interface Contestant {
  ask(trial: Trial, manner: Manner): Promise<PlainResult>;
  stop(): Promise<void>;
}

async function contestant(world: World, load: LoadEngine): Promise<Contestant> {
  const now: { scenario: Scenario | null } = { scenario: null };
  const scenario = (): Scenario => {
    if (now.scenario === null) throw new Error('Nothing was asked yet.');
    return now.scenario;
  };
  const clients = new Map(
    Array.from(world.subgraphs, ([name, schema]) => [
      name,
      generatedClient(name, schema, scenario),
    ]),
  );
  const engine = await engineUnderTest(load, {
    supergraph: world.supergraph,
    access: world.access,
    clientFor(subgraph) {
      const client = clients.get(subgraph);
      if (client === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
      return client;
    },
  });
  return {
    ask({ document, variables, caller, scenario: given }, manner) {
      now.scenario = { ...given, manner };
      return engine.ask({ document, variables, caller });
    },
    stop: () => engine.stop(),
  };
}
