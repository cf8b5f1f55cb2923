import type { Aggregate, Measure } from '../model.ts';
import { rateInterval } from './intervals.ts';

/** Events for every so many of those they could happen to. One may meet with several, so it is no share. */
export function rateOf(
  aggregates: { readonly numerator: Aggregate; readonly denominator: Aggregate },
  per: number,
): Measure {
  return Object.freeze({
    aggregates,
    figures(readings) {
      const events = readings.number('numerator');
      const exposure = readings.number('denominator');
      return {
        value: exposure === 0 ? null : (per * events) / exposure,
        numerator: events,
        denominator: exposure,
        n: events,
        confidenceInterval: rateInterval(events, exposure, per),
        percentiles: null,
        open: null,
      };
    },
  } satisfies Measure);
}
