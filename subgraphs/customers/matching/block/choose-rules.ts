import type { JobThreads } from '../run/job-threads.ts';
import { inOrder } from '../run/share.ts';
import { isOneOf, mixPair } from '../values/random.ts';
import type { PairScorer } from '../weigh/pair-scorer.ts';
import type { AtomKeys, BlockingRule } from './key-columns.ts';
import { MOST_MATCHES, type BlockLimits, type MeasuredRule, type Pairs } from './measure-rule.ts';

/** A rule that is used, with what it costs and finds. */
export interface ChosenRule extends BlockingRule {
  readonly pairs: number;
  /** Share of the likely matches that no rule before it finds. */
  readonly coverage: number;
}

export interface ChosenRules {
  readonly rules: readonly ChosenRule[];
  /** Rules that were measured. */
  readonly considered: number;
  /** Likely matches in the sample. */
  readonly likelyMatches: number;
  /** Share of the likely matches that the chosen rules find together. */
  readonly coverage: number;
}

export interface ChoiceOptions extends BlockLimits {
  /** Candidate pairs a record, over all rules. */
  readonly pairsARecord: number;
  /** A pair of this weight is a likely match. */
  readonly likely: number;
}

const LEAST_GAIN = 0.0005;
const MOST_RULES = 24;

/**
 * Chooses the rules by which candidates are found, from what they find: all atoms and all pairs of atoms of
 * different fields are measured on a sample of their blocks; then the one that finds most new likely matches
 * a pair is taken, again and again, until the next one finds nearly nothing or the pairs are spent.
 */
export async function chooseRules(
  atoms: readonly AtomKeys[],
  scorer: PairScorer,
  threads: JobThreads,
  options: ChoiceOptions,
): Promise<ChosenRules> {
  const { records, mostInBlock } = options;
  const limits = { records, mostInBlock };
  const rules = candidateRules(atoms);
  const measured = inOrder(await threads.run('measureRules', { rules, limits }));
  const candidates = rules.flatMap((rule, place) => {
    const measurement = measured[place];
    return measurement === undefined ? [] : [{ ...rule, ...measurement }];
  });
  const affordable = candidates.filter(({ pairs }) => pairs > 0 && pairs <= budgetOf(options));
  const pairs = likelyMatches(affordable, scorer, options);
  const finds = inOrder(await threads.run('findPairs', { rules: affordable, limits, pairs }));
  const weights = weightsOf(affordable, finds, pairs.lefts.length);
  const chosen = chooseGreedily(affordable, finds, { weights, budget: budgetOf(options) });
  return { ...chosen, considered: candidates.length, likelyMatches: pairs.lefts.length };
}

function budgetOf({ records, pairsARecord }: ChoiceOptions): number {
  return records * pairsARecord;
}

function candidateRules(atoms: readonly AtomKeys[]): readonly BlockingRule[] {
  const nameOf = ({ atom }: AtomKeys) => `${atom.field} ${atom.name}`;
  const single = atoms.map((atom) => ({ name: nameOf(atom), keys: [atom.keys] }));
  const pairs = atoms.flatMap((first, index) =>
    atoms
      .slice(index + 1)
      .filter((second) => second.atom.field !== first.atom.field)
      .map((second) => ({
        name: `${nameOf(first)} + ${nameOf(second)}`,
        keys: [first.keys, second.keys],
      })),
  );
  return [...single, ...pairs];
}

/** Pairs of the samples that are probably matches, each once, and not more than are needed. */
function likelyMatches(
  rules: readonly MeasuredRule[],
  scorer: PairScorer,
  { likely, records }: ChoiceOptions,
): Pairs {
  const found = new Map<number, readonly [left: number, right: number]>();
  for (const { sample } of rules) {
    for (let at = 0; at < sample.length; at += 2) {
      const [left = 0, right = 0] = [sample[at], sample[at + 1]];
      const key = Math.min(left, right) * records + Math.max(left, right);
      if (found.has(key) || scorer.weightOf(left, right, likely) < likely) continue;
      found.set(key, [left, right]);
    }
  }
  const every = Math.ceil(found.size / MOST_MATCHES);
  const pairs = [...found.values()].filter(([left, right]) => isOneOf(mixPair(left, right), every));
  return {
    lefts: Int32Array.from(pairs, ([left]) => left),
    rights: Int32Array.from(pairs, ([, right]) => right),
  };
}

/**
 * How many matches of the population each sampled one stands for: the easier a match is found, by many rules or
 * by rules with few pairs, the likelier it came into the sample, and the less it counts.
 */
function weightsOf(
  rules: readonly MeasuredRule[],
  finds: readonly Int32Array[],
  matches: number,
): Float64Array {
  const chances = new Float64Array(matches);
  rules.forEach(({ sample, pairs }, rule) => {
    const rate = Math.min(1, sample.length / 2 / pairs);
    for (const match of finds[rule] ?? []) chances[match] = (chances[match] ?? 0) + rate;
  });
  return chances.map((chance) => (chance === 0 ? 0 : 1 / Math.min(1, chance)));
}

function chooseGreedily(
  rules: readonly MeasuredRule[],
  finds: readonly Int32Array[],
  { weights, budget }: { readonly weights: Float64Array; readonly budget: number },
): Pick<ChosenRules, 'rules' | 'coverage'> {
  const open = weights.slice();
  const all = sum(open);
  const chosen: ChosenRule[] = [];
  let spent = 0;
  while (chosen.length < MOST_RULES) {
    const best = bestRule(rules, finds, { open, spent, budget });
    const rule = rules[best.index];
    const found = finds[best.index];
    if (rule === undefined || found === undefined || best.gain < LEAST_GAIN * all) break;
    for (const match of found) open[match] = 0;
    spent += rule.pairs;
    const coverage = best.gain / all;
    chosen.push({ name: rule.name, keys: rule.keys, pairs: rule.pairs, coverage });
  }
  return { rules: chosen, coverage: all === 0 ? 1 : 1 - sum(open) / all };
}

/** The rule that finds most matches which no rule has found, for the pairs that it costs. */
function bestRule(
  rules: readonly MeasuredRule[],
  finds: readonly Int32Array[],
  state: { readonly open: Float64Array; readonly spent: number; readonly budget: number },
): { readonly index: number; readonly gain: number } {
  let best = { value: 0, gain: 0, index: -1 };
  rules.forEach(({ pairs }, index) => {
    const found = finds[index];
    if (found === undefined || state.spent + pairs > state.budget) return;
    let gain = 0;
    for (const match of found) gain += state.open[match] ?? 0;
    const value = gain / (pairs + state.budget / 50);
    if (value > best.value) best = { value, gain, index };
  });
  return best;
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}
