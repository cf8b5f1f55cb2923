import { describe, expect, test } from '@jest/globals';
import type { QaQuestion } from '../../../../subgraphs/service/quality/qa-form.ts';
import {
  answersFault,
  scoreAnswers,
  type QaAnswer,
} from '../../../../subgraphs/service/quality/qa-score.ts';

const QUESTIONS: readonly QaQuestion[] = [
  { key: 'tone', text: 'Tone', weight: 3, maxPoints: 4, critical: null },
  { key: 'solved', text: 'Solved', weight: 5, maxPoints: 1, critical: 'CUSTOMER' },
  { key: 'notes', text: 'Notes', weight: 2, maxPoints: 2, critical: null },
  { key: 'identity', text: 'Identity', weight: 0, maxPoints: 1, critical: 'COMPLIANCE' },
];

/** Points in the order of the questions; null where one does not apply. */
function answers(...points: readonly (number | null)[]): readonly QaAnswer[] {
  return points.map((given, place) => {
    return { question: QUESTIONS[place]?.key ?? 'none', points: given, comment: null };
  });
}

describe('a score', () => {
  test.each([
    ['all points', answers(4, 1, 2, 1), 1],
    ['no points but the critical ones', answers(0, 1, 0, 1), 5 / 10],
    ['each question by its weight', answers(3, 1, 1, 1), (3 * 0.75 + 5 + 2 * 0.5) / 10],
    ['what does not apply left out', answers(2, null, 2, null), (3 * 0.5 + 2) / 5],
  ])('has %s', (_, given, score) => {
    expect(scoreAnswers(QUESTIONS, given).score).toBeCloseTo(score, 12);
  });

  test('is 0 with a critical error, whatever else is right', () => {
    expect(scoreAnswers(QUESTIONS, answers(4, 1, 2, 0))).toEqual({
      score: 0,
      judged: ['COMPLIANCE', 'CUSTOMER'],
      criticalErrors: ['COMPLIANCE'],
    });
    expect(scoreAnswers(QUESTIONS, answers(4, 0, 2, null))).toEqual({
      score: 0,
      judged: ['CUSTOMER'],
      criticalErrors: ['CUSTOMER'],
    });
  });

  test('does not depend on the order of the answers', () => {
    const given = answers(1, 1, 1, 1);
    expect(scoreAnswers(QUESTIONS, [...given].reverse())).toEqual(scoreAnswers(QUESTIONS, given));
  });
});

describe('answers', () => {
  test('have no fault when there is one for each question', () => {
    expect(answersFault(QUESTIONS, answers(0, 1, 2, null))).toBeNull();
  });

  test.each([
    ['one too few', answers(4, 1, 2), 'but lack: "identity".'],
    ['one twice', [...answers(4, 1, 2, 1), ...answers(4)], 'but got another: "tone".'],
    ['one of another form', [{ question: 'x', points: 1, comment: null }], 'but got another: "x".'],
    ['too many points', answers(5, 1, 2, 1), '"points" of "tone" must be 0 to 4, but is: 5.'],
    ['points below none', answers(-1, 1, 2, 1), '"points" of "tone" must be 0 to 4, but is: -1.'],
    ['nothing that counts', answers(null, null, null, 1), 'but none applies.'],
  ])('with %s are refused', (_, given, fault) => {
    expect(answersFault(QUESTIONS, given)).toContain(fault);
  });
});
