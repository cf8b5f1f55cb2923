import type { Interval } from '../model.ts';
import { meanOfNumbers } from './moments.ts';
import { studentDeviate } from './student-t.ts';

export interface Slope {
  /** For one unit of x. */
  readonly value: number;
  readonly confidenceInterval: Interval;
}

/** The slope of the least-squares line, with its 95 % interval; null for fewer than three points. */
export function lineSlope(points: readonly (readonly [x: number, y: number])[]): Slope | null {
  const n = points.length;
  if (n < 3) return null;
  const [meanX, meanY] = [
    meanOfNumbers(points.map(([x]) => x)),
    meanOfNumbers(points.map(([, y]) => y)),
  ];
  const total = (of: (x: number, y: number) => number) =>
    points.reduce((sum, [x, y]) => sum + of(x - meanX, y - meanY), 0);
  const spread = total((x) => x * x);
  const value = total((x, y) => x * y) / spread;
  const residual = total((x, y) => (y - value * x) ** 2);
  const margin = studentDeviate(n - 2) * Math.sqrt(residual / (n - 2) / spread);
  const confidenceInterval = { low: value - margin, high: value + margin, level: 0.95 };
  return Object.freeze({ value, confidenceInterval });
}
