import type { Figures, Scope } from '../model.ts';

/** The period of the same length that ends where this one begins; its days are not told apart. */
export function earlierPeriod(scope: Scope): Scope {
  const length = scope.end.getTime() - scope.start.getTime();
  const [start, end] = [new Date(scope.start.getTime() - length), scope.start];
  return { ...scope, start, end, windows: [{ month: null, day: null, start, end }] };
}

/**
 * Whether two values differ by more than chance, judged at 95 % by the widths of their intervals: the error of
 * a difference is the root of the sum of the squared errors. Null where either has no interval.
 */
export function differs(one: Figures, other: Figures): boolean | null {
  const [a, b] = [one.confidenceInterval, other.confidenceInterval];
  if (a === null || b === null || one.value === null || other.value === null) return null;
  const margin = Math.hypot((a.high - a.low) / 2, (b.high - b.low) / 2);
  return Math.abs(one.value - other.value) > margin;
}
