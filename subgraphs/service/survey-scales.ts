import type { SurveyKind } from './model.ts';

interface Scale {
  readonly min: number;
  readonly max: number;
}

/** The scale of each kind: satisfaction in five steps, likelihood to recommend, agreement that it was easy. */
export const SURVEY_SCALES: Readonly<Record<SurveyKind, Scale>> = Object.freeze({
  CSAT: { min: 1, max: 5 },
  NPS: { min: 0, max: 10 },
  CES: { min: 1, max: 7 },
});

/**
 * What is wrong with a score, or null. Satisfaction may come on another scale (it is kept, and not counted
 * among scores to 5); the other two are defined by theirs.
 */
export function scoreFault(kind: SurveyKind, score: number, scaleMax: number): string | null {
  const { min, max } = SURVEY_SCALES[kind];
  const scaleFits = kind === 'CSAT' ? scaleMax >= 2 && scaleMax <= 100 : scaleMax === max;
  if (!scaleFits) {
    const expected = kind === 'CSAT' ? '2 to 100' : max;
    return `"scaleMax" of ${kind} must be ${expected}, but is: ${scaleMax}.`;
  }
  if (Number.isInteger(score) && score >= min && score <= scaleMax) return null;
  return `"score" of ${kind} must be ${min} to ${scaleMax}, but is: ${score}.`;
}
