import type { Interval, Kpi } from '../model.ts';
import type { DailyValue } from './daily-values.ts';

export interface Trend {
  /** By how much the value changes in seven days. */
  readonly perWeek: number;
  readonly confidenceInterval: Interval;
  readonly verdict: 'IMPROVING' | 'WORSENING' | 'RISING' | 'FALLING' | 'STEADY';
}

/** A line through fewer days would follow chance. */
const FEWEST_DAYS = 10;

const DAYS_A_WEEK = 7;
const LEVEL = 0.95;

/**
 * The straight line through the days' values, each weighing as many observations as it rests on, with the 95 %
 * interval of its slope: a slope whose interval holds zero is no trend. Null for fewer than ten days.
 */
export function kpiTrend({ direction }: Kpi, days: readonly DailyValue[]): Trend | null {
  if (days.length < FEWEST_DAYS) return null;
  const weight = total(days, ({ n }) => n);
  const middle = total(days, ({ n, day }) => n * day) / weight;
  const mean = total(days, ({ n, value }) => n * value) / weight;
  const spread = total(days, ({ n, day }) => n * (day - middle) ** 2);
  if (!(spread > 0)) return null;
  const slope = total(days, ({ n, day, value }) => n * (day - middle) * (value - mean)) / spread;
  const residual = total(
    days,
    ({ n, day, value }) => n * (value - mean - slope * (day - middle)) ** 2,
  );
  const freedom = days.length - 2;
  const margin = studentDeviate(freedom) * Math.sqrt(residual / freedom / spread);
  const [low, high] = [DAYS_A_WEEK * (slope - margin), DAYS_A_WEEK * (slope + margin)];
  const rises = low > 0 ? true : high < 0 ? false : null;
  return {
    perWeek: DAYS_A_WEEK * slope,
    confidenceInterval: Object.freeze({ low, high, level: LEVEL }),
    verdict: verdictOn(rises, direction),
  };
}

function verdictOn(rises: boolean | null, direction: Kpi['direction']): Trend['verdict'] {
  if (rises === null) return 'STEADY';
  if (direction === 'NONE') return rises ? 'RISING' : 'FALLING';
  return rises === (direction === 'UP') ? 'IMPROVING' : 'WORSENING';
}

/** Student's deviate that leaves 2.5 % in either tail, by Cornish and Fisher's expansion: to 0.001 from 8 degrees on. */
function studentDeviate(freedom: number): number {
  const z = 1.959963984540054;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

function total(days: readonly DailyValue[], of: (day: DailyValue) => number): number {
  return days.reduce((sum, day) => sum + of(day), 0);
}
