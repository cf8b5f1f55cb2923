import { textFault } from '../text-checks.ts';

/** Whom a mistake in a critical question harms; the three kinds of accuracy that COPC keeps apart. */
export type QaCriticality = 'CUSTOMER' | 'BUSINESS' | 'COMPLIANCE';

export interface QaQuestion {
  /** Names the question within its form. */
  readonly key: string;
  readonly text: string;
  /** How much it counts beside the others; 0 only where it is critical and nothing else. */
  readonly weight: number;
  /** Points for work without fault; 1 is yes or no. */
  readonly maxPoints: number;
  /** No point in a critical question is a critical error. Null for all others. */
  readonly critical: QaCriticality | null;
}

/** One version of a form. Versions never change, so an old review keeps its meaning. */
export interface QaForm {
  readonly name: string;
  /** From 1. */
  readonly version: number;
  readonly questions: readonly QaQuestion[];
  readonly definedBy: string;
  readonly definedAt: Date;
}

const MOST_QUESTIONS = 100;
const MOST_WEIGHT = 1_000;
const MOST_POINTS = 100;

/** What is wrong with a form's questions, or null. */
export function formFault(questions: readonly QaQuestion[]): string | null {
  if (questions.length > MOST_QUESTIONS) {
    return `"questions" must be at most ${MOST_QUESTIONS}, but are: ${questions.length}.`;
  }
  for (const [place, question] of questions.entries()) {
    const isFirst = questions.findIndex(({ key }) => key === question.key) === place;
    const fault = isFirst ? questionFault(`questions.${place}`, question) : twice(question.key);
    if (fault !== null) return fault;
  }
  const weighs = questions.some(({ weight }) => weight > 0);
  return weighs ? null : '"questions" must have one with a weight above 0, but have none.';
}

function questionFault(name: string, question: QaQuestion): string | null {
  const { key, text, weight, maxPoints, critical } = question;
  return (
    textFault(`${name}.key`, key, 'name') ??
    textFault(`${name}.text`, text, 'title') ??
    rangeFault(`${name}.weight`, weight, [critical === null ? 1 : 0, MOST_WEIGHT]) ??
    // Half an error is none that could make a whole review worthless.
    rangeFault(`${name}.maxPoints`, maxPoints, [1, critical === null ? MOST_POINTS : 1])
  );
}

function rangeFault(
  name: string,
  value: number,
  [least, most]: readonly [number, number],
): string | null {
  if (Number.isInteger(value) && value >= least && value <= most) return null;
  return `"${name}" must be ${least === most ? least : `${least} to ${most}`}, but is: ${value}.`;
}

function twice(key: string): string {
  return `"questions" must have each key once, but have twice: ${JSON.stringify(key)}.`;
}
