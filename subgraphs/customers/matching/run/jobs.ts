import { blocksOfRule, type RuleBlocks } from '../block/candidate-pairs.ts';
import type { BlockingRule } from '../block/key-columns.ts';
import {
  RuleMeasure,
  type BlockLimits,
  type MeasuredRule,
  type Pairs,
  type RuleMeasurement,
} from '../block/measure-rule.ts';
import type { PatternCounts } from '../weigh/patterns.ts';
import { countPatterns, type PatternOrder } from './count-patterns.ts';
import { scoreShare, type ScoredPairs, type ScoreOrder } from './score-share.ts';
import { itemsOf, type Share } from './share.ts';

export interface RulesOrder {
  readonly rules: readonly BlockingRule[];
  readonly limits: BlockLimits;
}

export interface FindOrder {
  readonly rules: readonly MeasuredRule[];
  readonly limits: BlockLimits;
  readonly pairs: Pairs;
}

/**
 * Work that threads share: what is told to each of them, and what each answers for its share. Plain values and
 * shared memory, so that they can be sent.
 */
export interface Jobs {
  readonly measureRules: {
    readonly order: RulesOrder;
    readonly answer: readonly RuleMeasurement[];
  };
  readonly findPairs: { readonly order: FindOrder; readonly answer: readonly Int32Array[] };
  readonly makeBlocks: { readonly order: RulesOrder; readonly answer: readonly RuleBlocks[] };
  readonly countPatterns: { readonly order: PatternOrder; readonly answer: PatternCounts };
  readonly score: { readonly order: ScoreOrder; readonly answer: ScoredPairs };
}

export type JobName = keyof Jobs;

type Doers = {
  readonly [Name in JobName]: (order: Jobs[Name]['order'], share: Share) => Jobs[Name]['answer'];
};

const DOERS: Doers = {
  measureRules: ({ rules, limits }, share) => {
    const measure = new RuleMeasure(limits);
    return itemsOf(rules, share).map((rule) => measure.measure(rule));
  },
  findPairs: ({ rules, limits, pairs }, share) => {
    const measure = new RuleMeasure(limits);
    return itemsOf(rules, share).map((rule) => measure.findsOf(rule, pairs));
  },
  makeBlocks: ({ rules, limits }, share) =>
    itemsOf(rules, share).map((rule) => blocksOfRule(rule, limits)),
  countPatterns,
  score: scoreShare,
};

/** Does one share of a job. */
export function doJob<Name extends JobName>(
  name: Name,
  order: Jobs[Name]['order'],
  share: Share,
): Jobs[Name]['answer'] {
  return DOERS[name](order, share);
}
