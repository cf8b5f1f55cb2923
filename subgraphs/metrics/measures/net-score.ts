import { sql, type RawBuilder } from 'kysely';
import type { Measure, SourceName } from '../model.ts';
import { rowsWhere } from './counted.ts';
import { netScoreInterval } from './intervals.ts';

/** Promoters less detractors in a hundred answers: -100 to 100. */
export function netScoreOf(
  from: SourceName,
  answers: {
    readonly of: RawBuilder<boolean>;
    readonly promoter: RawBuilder<boolean>;
    readonly detractor: RawBuilder<boolean>;
  },
): Measure {
  const { of, promoter, detractor } = answers;
  return Object.freeze({
    aggregates: {
      promoters: rowsWhere(from, sql`(${of}) and (${promoter})`),
      detractors: rowsWhere(from, sql`(${of}) and (${detractor})`),
      answers: rowsWhere(from, of),
    },
    figures(readings) {
      const [promoters, detractors] = [readings.number('promoters'), readings.number('detractors')];
      const n = readings.number('answers');
      return {
        value: n === 0 ? null : (100 * (promoters - detractors)) / n,
        numerator: promoters - detractors,
        denominator: n,
        n,
        confidenceInterval: netScoreInterval(promoters, detractors, n),
        percentiles: null,
        open: null,
      };
    },
  } satisfies Measure);
}
