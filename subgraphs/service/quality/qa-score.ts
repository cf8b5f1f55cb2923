import type { QaCriticality, QaQuestion } from './qa-form.ts';

export interface QaAnswer {
  /** The key of the question. */
  readonly question: string;
  /** Null when the question does not apply to the case. */
  readonly points: number | null;
  readonly comment: string | null;
}

export interface QaVerdict {
  /** 0 to 1. */
  readonly score: number;
  /** The kinds of critical question that applied, and those of them with an error; sorted. */
  readonly judged: readonly QaCriticality[];
  readonly criticalErrors: readonly QaCriticality[];
}

/** What is wrong with the answers to a form's questions, or null. Each question has one, be it that it does not apply. */
export function answersFault(
  questions: readonly QaQuestion[],
  answers: readonly QaAnswer[],
): string | null {
  const asked = new Map(questions.map((question) => [question.key, question]));
  for (const { question: key, points } of answers) {
    const question = asked.get(key);
    if (question === undefined) {
      return `"answers" must have one for each question of the form, but got another: ${JSON.stringify(key)}.`;
    }
    asked.delete(key);
    if (points === null) continue;
    if (!Number.isInteger(points) || points < 0 || points > question.maxPoints) {
      return `"points" of ${JSON.stringify(key)} must be 0 to ${question.maxPoints}, but is: ${points}.`;
    }
  }
  const [missing] = asked.keys();
  if (missing !== undefined) {
    return `"answers" must have one for each question of the form, but lack: ${JSON.stringify(missing)}.`;
  }
  const counts = pointsOf(questions, answers).some(({ weight }) => weight > 0);
  return counts
    ? null
    : '"answers" must have points for a question with a weight, but none applies.';
}

/**
 * The weighted share of the points: sum(weight * points / maxPoints) / sum(weight) over the questions that apply, and
 * 0 when a critical one of these has no point. The answers must have no fault.
 */
export function scoreAnswers(
  questions: readonly QaQuestion[],
  answers: readonly QaAnswer[],
): QaVerdict {
  const applying = pointsOf(questions, answers);
  const weights = applying.reduce((sum, { weight }) => sum + weight, 0);
  const earned = applying.reduce((sum, { weight, share }) => sum + weight * share, 0);
  const critical = applying.filter(({ kind }) => kind !== null);
  const failed = critical.filter(({ share }) => share === 0);
  return Object.freeze({
    score: failed.length > 0 ? 0 : earned / weights,
    judged: kindsOf(critical),
    criticalErrors: kindsOf(failed),
  });
}

interface Points {
  readonly weight: number;
  readonly kind: QaCriticality | null;
  /** Of the question's points, 0 to 1. */
  readonly share: number;
}

/** In the form's order, so that the answers' order never shows in the last digit of a score. */
function pointsOf(
  questions: readonly QaQuestion[],
  answers: readonly QaAnswer[],
): readonly Points[] {
  const given = new Map(answers.map(({ question, points }) => [question, points]));
  return questions.flatMap(({ key, weight, maxPoints, critical }) => {
    const points = given.get(key) ?? null;
    return points === null ? [] : [{ weight, kind: critical, share: points / maxPoints }];
  });
}

function kindsOf(points: readonly Points[]): readonly QaCriticality[] {
  const kinds = points.flatMap(({ kind }) => (kind === null ? [] : [kind]));
  return Object.freeze([...new Set(kinds)].sort());
}
