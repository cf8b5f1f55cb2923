import { print } from 'graphql';

import type { PlainResult } from '../engine-under-test.ts';
import { clientPathsIn, withDefaults } from './client-paths.ts';
import type { ClientPaths } from './client-paths.ts';
import { startContestant } from './contestant.ts';
import type { LoadEngine } from './contestant.ts';
import { decideConditions } from './decide-conditions.ts';
import { asClientSees, judge } from './judge.ts';
import { knownDifferences } from './known-differences.ts';
import type { KnownDifference } from './known-differences.ts';
import type { Manner } from './thing.ts';
import type { Trial } from './trials.ts';
import { startWitness } from './witness.ts';
import type { Witness, Wording } from './witness.ts';
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

/** The reference, and an engine that is to agree with it, over the subgraphs of one world. */
export interface Contest {
  run(trial: Trial): Promise<Verdict>;
  stop(): Promise<void>;
}

/** Loads both engines. The challenger is lied to, unless it is one that is known to believe everything. */
export async function startContest(
  world: World,
  load: LoadEngine,
  manner: Manner = 'lying',
): Promise<Contest> {
  const witness = await startWitness(world);
  const challenger = await startContestant(world, load);
  return {
    async run(trial) {
      const paths = clientPathsIn(trial.document, trial.variables, world.apiSchema);
      const answered = await challenger.ask(trial, manner);
      const actual = manner === 'lying' ? exclude(answered, paths) : asClientSees(answered, paths);
      return decide({ trial, actual, paths, witness });
    },
    async stop() {
      await witness.stop();
      await challenger.stop();
    },
  };
}

/**
 * An error of a field that conditions exclude may name it or end above it: the client wrote it, and it is not
 * in the response.
 */
function exclude({ errors, ...rest }: PlainResult, paths: ClientPaths): PlainResult {
  return {
    ...rest,
    errors: errors.map((error) =>
      error.path === undefined ? error : { ...error, path: paths.cutExcluded(error.path) },
    ),
  };
}

interface Case {
  readonly trial: Trial;
  readonly actual: PlainResult;
  readonly paths: ClientPaths;
  readonly witness: Witness;
}

/**
 * The reference answers the client's own words first. Where the challenger differs, it is asked for the same
 * in other ways: where that is another answer, the reference is wrong once, and it must be wrong in a way
 * that has a name.
 */
async function decide(one: Case): Promise<Verdict> {
  const { trial, actual, paths, witness } = one;
  const own: Wording = { document: trial.document, words: 'own', hidesInterfaces: false };
  const expected = await witness.testify(trial, own, paths);
  const faults = judge(expected, actual, paths);
  const verdict = { trial, expected, actual };
  if (faults.length === 0) return { ...verdict, faults, known: new Set() };
  for (const { wording, named } of otherWays(own, trial)) {
    const known = await agreement(wording, one);
    if (known !== null) return { ...verdict, faults: [], known: new Set([...named, ...known]) };
  }
  return { ...verdict, faults, known: new Set() };
}

interface Way {
  readonly wording: Wording;
  readonly named: readonly KnownDifference[];
}

function otherWays(own: Wording, { document, variables, world }: Trial): readonly Way[] {
  const decided = decideConditions(document, withDefaults(document, variables));
  const ways: Way[] = [{ wording: own, named: [] }];
  if (print(decided) !== print(document)) {
    ways.push({ wording: { ...own, document: decided }, named: ['conditions'] });
  }
  if (world.interfaceObjects.size === 0) return ways;
  return [
    ...ways,
    ...ways.map(({ wording, named }): Way => ({
      wording: { ...wording, hidesInterfaces: true },
      named: [...named, 'interface name'],
    })),
  ];
}

/** What is overlooked when the reference, asked in one way, agrees; null when it does not. */
async function agreement(
  wording: Wording,
  { trial, actual, paths, witness }: Case,
): Promise<ReadonlySet<KnownDifference> | null> {
  const own = await witness.testify(trial, wording, paths);
  if (judge(own, actual, paths).length === 0) return new Set();
  const other = await witness.testify(trial, { ...wording, words: 'other' }, paths);
  const known = knownDifferences(own, other, { errors: actual.errors, paths });
  return judge(other, actual, paths).length === 0 ? known : null;
}
