import type { PairComparer } from '../compare/pair-comparer.ts';
import { sameLevel } from '../roles.ts';
import { levelName, type FieldModel, type MatchModel } from '../weigh/model.ts';
import type { PairScorer } from '../weigh/pair-scorer.ts';

/** One step of the waterfall from nothing known to the weight of a pair. */
export interface WeightStep {
  /** The model's field; null for what holds before any evidence. */
  readonly field: string | null;
  readonly level: string;
  /** What it adds, in bits; all steps together are exactly the weight. */
  readonly bits: number;
  readonly words: string;
}

export interface Explanation {
  readonly weight: number;
  /** 0 to 1. */
  readonly probability: number;
  readonly steps: readonly WeightStep[];
}

interface Scoring {
  readonly model: MatchModel;
  readonly comparer: PairComparer;
  readonly scorer: PairScorer;
}

/** Takes the weight of a pair apart, in words and numbers. */
export function explainScore(scoring: Scoring, left: number, right: number): Explanation {
  const { model } = scoring;
  const start: WeightStep = {
    field: null,
    level: 'prior',
    bits: model.priorWeight,
    words: 'any two records, before looking at them',
  };
  const steps = model.fields.flatMap((field, index) =>
    stepsOf(scoring, { field, index }, [left, right]),
  );
  const all = [start, ...steps, ...overlapSteps(scoring, left, right)];
  const weight = all.reduce((sum, { bits }) => sum + bits, 0);
  return { weight, probability: probabilityOf(weight), steps: all };
}

function stepsOf(
  { comparer, scorer }: Scoring,
  { field, index }: { readonly field: FieldModel; readonly index: number },
  [left, right]: readonly [number, number],
): readonly WeightStep[] {
  const level = comparer.levelOf(index, left, right);
  const name = levelName(field.kind, level);
  if (level === 0) {
    return [
      { field: field.name, level: name, bits: 0, words: `${field.name} is unknown: no evidence` },
    ];
  }
  const bits = field.weights[level] ?? 0;
  const step = { field: field.name, level: name, bits, words: wordsOf(field, level, name) };
  const rarity = scorer.weightOfField(index, left, right) - bits;
  if (level !== sameLevel(field.kind) || rarity === 0) return [step];
  const kind = rarity > 0 ? 'rare' : 'common';
  const words = `the ${field.name} that both have is ${kind}`;
  return [step, { field: field.name, level: kind, bits: rarity, words }];
}

/** What is taken off because two fields that agree say partly the same. */
function overlapSteps(
  { model, scorer }: Scoring,
  left: number,
  right: number,
): readonly WeightStep[] {
  const deductions = scorer.deductionsOf(left, right);
  return model.overlaps.flatMap(({ fields: [one, other] }, index) => {
    const bits = deductions[index] ?? 0;
    if (bits === 0) return [];
    const [before, field] = [model.fields[one]?.name ?? '', model.fields[other]?.name ?? ''];
    const words = `${before} and ${field} often agree together: not counted twice`;
    return [{ field, level: 'overlap', bits: -bits, words }];
  });
}

function wordsOf(field: FieldModel, level: number, name: string): string {
  const [matches, others] = [field.m[level] ?? 0, field.u[level] ?? 0].map(share);
  return `${field.name}: ${name} (${matches} of matches, ${others} of other pairs)`;
}

function share(part: number | undefined): string {
  return `${Number(((part ?? 0) * 100).toPrecision(2))} %`;
}

/** The probability for odds of two to the power of `weight`. */
export function probabilityOf(weight: number): number {
  return 1 / (1 + 2 ** -weight);
}
