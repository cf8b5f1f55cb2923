import type { KpiDimension } from '../model.ts';
import type { Stretch } from '../rollups/split-period.ts';

/** Dimensions whose values are parts of the period, the shortest first. */
export const PARTS_OF_TIME = Object.freeze(['HOUR', 'DAY', 'MONTH'] as const);
export type PartOfTime = (typeof PARTS_OF_TIME)[number];

export function isPartOfTime(dimension: KpiDimension): dimension is PartOfTime {
  return PARTS_OF_TIME.some((part) => part === dimension);
}

/** The UTC hours, days or months that a period touches, the first and the last cut to it; the period itself for null. */
export function stretchesBy(unit: PartOfTime | null, period: Stretch): readonly Stretch[] {
  if (unit === null) return [{ start: period.start, end: period.end }];
  const stretches: Stretch[] = [];
  for (let start = period.start; start < period.end;) {
    const next = following(unit, start);
    const end = next < period.end ? next : period.end;
    stretches.push({ start, end });
    start = end;
  }
  return stretches;
}

/** When the part of a period begins of which this is the value, e.g. `2026-01`, `2026-01-31` or `2026-01-31T23`. */
export function beginningOf(unit: PartOfTime, value: string, { start }: Stretch): Date {
  const at = new Date(unit === 'HOUR' ? `${value}:00:00Z` : `${value}${REST[unit]}T00:00:00Z`);
  return at < start ? start : at;
}

const REST = Object.freeze({ DAY: '', MONTH: '-01' });

function following(unit: PartOfTime, at: Date): Date {
  if (unit === 'MONTH') {
    const next = new Date(at);
    next.setUTCMonth(at.getUTCMonth() + 1, 1);
    return next;
  }
  const length = unit === 'HOUR' ? 3_600_000 : 86_400_000;
  return new Date((Math.floor(at.getTime() / length) + 1) * length);
}
