import { sql, type RawBuilder } from 'kysely';
import type { Aggregate, Figures, Measure, SourceName } from '../model.ts';
import { rowsWhere } from './counted.ts';
import { wilsonInterval } from './intervals.ts';

/** Of the rows of a source that meet `of`, the share that meet `part` too. */
export function shareOf(
  from: SourceName,
  { of = sql<boolean>`true`, part }: { of?: RawBuilder<boolean>; part: RawBuilder<boolean> },
): Measure {
  return shareBetween({
    numerator: rowsWhere(from, sql`(${of}) and (${part})`),
    denominator: rowsWhere(from, of),
  });
}

/** The share that one count is of another, which may be counted from other rows. */
export function shareBetween(aggregates: {
  readonly numerator: Aggregate;
  readonly denominator: Aggregate;
}): Measure {
  return Object.freeze({
    aggregates,
    figures: (readings) =>
      shareFigures(readings.number('numerator'), readings.number('denominator')),
  } satisfies Measure);
}

export function shareFigures(numerator: number, denominator: number): Figures {
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    n: denominator,
    confidenceInterval: wilsonInterval(numerator, denominator),
    percentiles: null,
    open: null,
  };
}
