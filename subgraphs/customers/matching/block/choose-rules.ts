import { mix, mixPair } from '../values/random.ts';
import type { PairScorer } from '../weigh/pair-scorer.ts';
import type { AtomKeys, BlockingRule } from './key-columns.ts';
import { sharesAtom, writeRuleKeys } from './key-columns.ts';
import { forEachBlock, sortByKey } from './sort-by-key.ts';

/** A rule with what it costs and finds. */
export interface MeasuredRule extends BlockingRule {
  /** Pairs of records that share a key of it, blocks beyond the cap left out. */
  readonly pairs: number;
  /** Share of the likely matches of the sample that share a key of it. */
  readonly coverage: number;
}

export interface ChosenRules {
  readonly rules: readonly MeasuredRule[];
  /** Rules that were measured. */
  readonly considered: number;
  /** Likely matches in the sample. */
  readonly likelyMatches: number;
  /** Share of the likely matches that the chosen rules find together. */
  readonly coverage: number;
}

export interface ChoiceOptions {
  readonly records: number;
  /** A block with more records says too little of who they are. */
  readonly mostInBlock: number;
  /** Candidate pairs a record, over all rules. */
  readonly pairsARecord: number;
  /** A pair of this weight is a likely match. */
  readonly likely: number;
}

const SAMPLE_RECORDS = 16_000;
const SAMPLE_PAIRS = 400;
const LEAST_GAIN = 0.0005;
const MOST_RULES = 24;

/**
 * Chooses the rules by which candidates are found, from what they find: all atoms and all pairs of atoms of
 * different fields are measured on a sample of their blocks; then the one that finds most new likely matches
 * a pair is taken, again and again, until the next one finds nearly nothing or the pairs are spent.
 */
export function chooseRules(
  atoms: readonly AtomKeys[],
  scorer: PairScorer,
  options: ChoiceOptions,
): ChosenRules {
  const keys = new Int32Array(options.records);
  const candidates = candidateRules(atoms).map((rule) => measure(rule, keys, options));
  const affordable = candidates.filter(({ pairs }) => pairs > 0 && pairs <= budgetOf(options));
  const matches = likelyMatches(affordable, scorer, options);
  const chosen = chooseGreedily(affordable, matches, budgetOf(options));
  return { ...chosen, considered: candidates.length, likelyMatches: matches.length };
}

function budgetOf({ records, pairsARecord }: ChoiceOptions): number {
  return records * pairsARecord;
}

function candidateRules(atoms: readonly AtomKeys[]): readonly BlockingRule[] {
  const nameOf = ({ atom }: AtomKeys) => `${atom.field} ${atom.name}`;
  const single = atoms.map((atom) => ({ name: nameOf(atom), atoms: [atom] }));
  const pairs = atoms.flatMap((first, index) =>
    atoms
      .slice(index + 1)
      .filter((second) => second.atom.field !== first.atom.field)
      .map((second) => ({
        name: `${nameOf(first)} + ${nameOf(second)}`,
        atoms: [first, second],
      })),
  );
  return [...single, ...pairs];
}

interface Measured extends BlockingRule {
  readonly pairs: number;
  /** Some of its pairs: left and right in turn. */
  readonly sample: readonly number[];
}

/** Measures a rule on as many of its blocks as hold a sample of the records, all of them when there are few. */
function measure(
  rule: BlockingRule,
  keys: Int32Array,
  { records, mostInBlock }: ChoiceOptions,
): Measured {
  writeRuleKeys(rule, keys);
  const every = Math.max(1, Math.floor(records / SAMPLE_RECORDS));
  const sorted = sortByKey(keys, (key) => every === 1 || mix(key) % every === 0);
  const blocks: number[] = [];
  let pairs = 0;
  forEachBlock(sorted, (start, end) => {
    const size = end - start;
    if (size > mostInBlock) return;
    blocks.push(start, end);
    pairs += (size * (size - 1)) / 2;
  });
  const sample = samplePairs(sorted.records, blocks, Math.ceil(pairs / SAMPLE_PAIRS));
  return { ...rule, pairs: pairs * every, sample };
}

function samplePairs(
  records: Int32Array,
  blocks: readonly number[],
  every: number,
): readonly number[] {
  const sample: number[] = [];
  for (let block = 0; block < blocks.length; block += 2) {
    const [start = 0, end = 0] = [blocks[block], blocks[block + 1]];
    for (let a = start; a < end; a++) {
      for (let b = a + 1; b < end; b++) {
        const [left = 0, right = 0] = [records[a], records[b]];
        if (mixPair(left, right) % every === 0) sample.push(left, right);
      }
    }
  }
  return sample;
}

type Pair = readonly [left: number, right: number];

/** Pairs of the samples that are probably matches, each once, and not more than are needed. */
function likelyMatches(
  rules: readonly Measured[],
  scorer: PairScorer,
  { likely, records }: ChoiceOptions,
): readonly Pair[] {
  const found = new Map<number, Pair>();
  for (const { sample } of rules) {
    for (let at = 0; at < sample.length; at += 2) {
      const [left = 0, right = 0] = [sample[at], sample[at + 1]];
      const key = Math.min(left, right) * records + Math.max(left, right);
      if (found.has(key) || scorer.weightOf(left, right, likely) < likely) continue;
      found.set(key, [left, right]);
    }
  }
  const pairs = [...found.values()];
  if (pairs.length <= MOST_MATCHES) return pairs;
  const every = Math.ceil(pairs.length / MOST_MATCHES);
  return pairs.filter(([left, right]) => mixPair(left, right) % every === 0);
}

const MOST_MATCHES = 8_000;

/** For each rule, which of the matches it finds. */
function findsOf(rules: readonly Measured[], matches: readonly Pair[]): readonly Uint8Array[] {
  const byAtom = new Map<AtomKeys, Uint8Array>();
  const marksOf = (atom: AtomKeys) => {
    const known = byAtom.get(atom);
    if (known !== undefined) return known;
    const marks = Uint8Array.from(matches, ([left, right]) =>
      sharesAtom(atom, left, right) ? 1 : 0,
    );
    byAtom.set(atom, marks);
    return marks;
  };
  return rules.map(({ atoms }) => {
    const [first = new Uint8Array(matches.length), second] = atoms.map(marksOf);
    return second === undefined ? first : first.map((mark, match) => mark & (second[match] ?? 0));
  });
}

function chooseGreedily(
  rules: readonly Measured[],
  matches: readonly Pair[],
  budget: number,
): Pick<ChosenRules, 'rules' | 'coverage'> {
  const finds = findsOf(rules, matches);
  const open = new Uint8Array(matches.length).fill(1);
  const chosen: MeasuredRule[] = [];
  let spent = 0;
  while (chosen.length < MOST_RULES) {
    let best = { value: 0, gain: 0, index: -1 };
    rules.forEach(({ pairs }, index) => {
      if (spent + pairs > budget) return;
      const gain = countBoth(finds[index] ?? open, open);
      const value = gain / (pairs + budget / 50);
      if (value > best.value) best = { value, gain, index };
    });
    const rule = rules[best.index];
    const found = finds[best.index];
    if (rule === undefined || found === undefined) break;
    if (best.gain < LEAST_GAIN * matches.length) break;
    found.forEach((one, match) => {
      if (one === 1) open[match] = 0;
    });
    spent += rule.pairs;
    const coverage = countOnes(found) / Math.max(1, matches.length);
    chosen.push({ name: rule.name, atoms: rule.atoms, pairs: rule.pairs, coverage });
  }
  return { rules: chosen, coverage: 1 - countOnes(open) / Math.max(1, matches.length) };
}

function countBoth(left: Uint8Array, right: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < left.length; at++) count += (left[at] ?? 0) & (right[at] ?? 0);
  return count;
}

function countOnes(marks: Uint8Array): number {
  return countBoth(marks, marks);
}
