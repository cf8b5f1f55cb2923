import { currencyDigits, moneyOf } from '../../kit/money.ts';
import { seesSmallGroups } from '../answers/kpi-answers.ts';
import { latestEntry } from '../books/book-store.ts';
import type { CostPool } from '../books/books.ts';
import { apportion } from '../chargeback/apportion.ts';
import { poolAmounts } from '../chargeback/charge-month.ts';
import { refused } from '../chargeback/chargeback-input.ts';
import { checkSeesAll } from '../chargeback/chargeback-resolvers.ts';
import { writeFixed } from '../chargeback/fixed-point.ts';
import { monthBounds, readMonth } from '../chargeback/month.ts';
import { SMALLEST_GROUP } from '../measures/withhold-small.ts';
import type { MetricsContext } from '../services.ts';
import { countWork } from './count-work.ts';
import { rankWork, type AutomationCandidate } from './rank-work.ts';

interface CandidatesArguments {
  readonly period: string;
  readonly first: number;
}

export const automationQueries = Object.freeze({
  async automationCandidates(
    _: unknown,
    { period, first }: CandidatesArguments,
    context: MetricsContext,
  ) {
    checkSeesAll(context);
    const month = readMonth('period', period);
    if (first < 1 || first > MOST) throw refused('first', `1 to ${MOST}`, String(first));
    const { database } = context.services;
    const candidates = rankWork(await countWork(database, monthBounds(month)));
    const pool = await latestEntry(database, 'COST_POOL', month);
    const least = seesSmallGroups(context) ? 1 : SMALLEST_GROUP;
    return withCosts(candidates, pool?.content ?? null)
      .filter(({ volume }) => volume >= least)
      .slice(0, first);
  },
});

const MOST = 100;

/** The month's costs by handling time, where costs are set: together they are the pool. */
function withCosts(candidates: readonly AutomationCandidate[], pool: CostPool | null) {
  if (pool === null) return candidates.map((one) => ({ ...one, cost: null }));
  const digits = currencyDigits(pool.currency);
  const weights = candidates.map(({ handlingMinutes }) =>
    BigInt(Math.round(handlingMinutes * 6e7)),
  );
  const costs = apportion(poolAmounts(pool, digits).amount, weights);
  return candidates.map((one, place) => ({
    ...one,
    cost: moneyOf(writeFixed(costs[place] ?? 0n, digits), pool.currency),
  }));
}
