import type { SampleCase } from './cases.ts';
import { contactTime, DAY, HOUR, timeText, YEAR } from './calendar.ts';
import type { SurveyAnswerRow } from './company.ts';
import type { Membership } from './memberships.ts';
import type { Random } from './random.ts';
import { BLAME, PRAISE } from './words/stories.ts';

interface Answer {
  readonly at: number;
  readonly row: SurveyAnswerRow;
}

const SCALES = Object.freeze({ CSAT: 5, NPS: 10, CES: 7 });

/** After a case (how was it, how easy was it) and once a year (would you recommend us), oldest first. */
export function makeSurveyAnswers(
  random: Random,
  cases: readonly SampleCase[],
  memberships: readonly Membership[],
  asOf: number,
): readonly SurveyAnswerRow[] {
  const answers = [
    ...cases.flatMap((one) => caseAnswers(random, one)),
    ...memberships.flatMap((one) => yearlyAnswers(random, one, asOf)),
  ];
  return answers
    .filter(({ at }) => at < asOf)
    .sort((left, right) => left.at - right.at)
    .map(({ row }, index) => ({ ...row, externalId: `SV-${String(index + 1).padStart(6, '0')}` }));
}

function caseAnswers(random: Random, one: SampleCase): readonly Answer[] {
  const { resolvedAt, membership, row, topic } = one;
  if (resolvedAt === null || !random.chance(0.27)) return [];
  const at = resolvedAt + random.skewed(10, 0.7) * HOUR;
  const isUnhappy = one.isLate || row.reopenCount > 0;
  const base = {
    membership,
    at,
    channel: row.channel,
    caseExternalId: row.externalId,
    topic: topic.category,
  };
  const answers = [answer(random, { ...base, kind: 'CSAT', score: csat(random, isUnhappy) })];
  if (random.chance(0.3))
    answers.push(answer(random, { ...base, kind: 'CES', score: ces(random, isUnhappy) }));
  return answers;
}

function yearlyAnswers(random: Random, membership: Membership, asOf: number): readonly Answer[] {
  if (!random.chance(0.13)) return [];
  const from = Math.max(membership.joinedAt, asOf - YEAR);
  if (asOf - from < 3 * DAY) return [];
  const at = contactTime(random, from, asOf);
  return [answer(random, { membership, at, channel: 'EMAIL', kind: 'NPS', score: nps(random) })];
}

function csat(random: Random, isUnhappy: boolean): number {
  const shares = isUnhappy
    ? { '1': 20, '2': 14, '3': 18, '4': 26, '5': 22 }
    : { '1': 3, '2': 4, '3': 7, '4': 31, '5': 55 };
  return Number(random.weighted(shares));
}

function ces(random: Random, isUnhappy: boolean): number {
  const mean = isUnhappy ? 4 : 5.8;
  return Math.max(1, Math.min(7, Math.round(mean + random.normal() * 1.2)));
}

function nps(random: Random): number {
  const group = random.weighted({ promoter: 47, passive: 32, detractor: 21 });
  if (group === 'promoter') return random.between(9, 10);
  return group === 'passive' ? random.between(7, 8) : 6 - Math.floor(random.next() ** 2 * 7);
}

interface AnswerFacts extends Pick<SurveyAnswerRow, 'kind' | 'score' | 'channel'> {
  readonly membership: Membership;
  readonly at: number;
  readonly caseExternalId?: string;
  readonly topic?: string;
}

function answer(random: Random, facts: AnswerFacts): Answer {
  const { membership, at, caseExternalId, topic, kind, score, channel } = facts;
  const scaleMax = SCALES[kind];
  const words = score / scaleMax > 0.7 ? PRAISE : BLAME;
  return {
    at,
    row: {
      externalId: '',
      division: membership.division,
      customerLocalId: membership.localId,
      ...(caseExternalId === undefined ? {} : { caseExternalId }),
      kind,
      score,
      scaleMax,
      at: timeText(at),
      channel,
      ...(topic === undefined ? {} : { topic }),
      ...(random.chance(0.3) ? { verbatim: random.pick(words) } : {}),
    },
  };
}
