import type { Interval } from '../model.ts';

/**
 * 95 % confidence intervals. Each returns null where too little was seen to say anything. Those of shares, net scores
 * and rates stay in the range in which the value itself can lie; of a mean nobody knows here what that range is.
 */

const LEVEL = 0.95;

/** The standard normal deviate that leaves 2.5 % in either tail. */
const Z = 1.959963984540054;

/** Wilson's score interval of a share: honest at 0, at 1 and for small n, where the textbook one is not. */
export function wilsonInterval(successes: number, n: number): Interval | null {
  if (n <= 0) return null;
  const share = Math.min(successes / n, 1);
  const shrink = 1 + (Z * Z) / n;
  const center = (share + (Z * Z) / (2 * n)) / shrink;
  const margin = (Z / shrink) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  // At 0 and at 1 the bound is exact; floating point would miss it by a hair.
  const low = successes <= 0 ? 0 : Math.max(center - margin, 0);
  const high = successes >= n ? 1 : Math.min(center + margin, 1);
  return interval(low, high);
}

/**
 * Net promoter score, -100 to 100, by the variance of a difference of two shares of the same answers. Below
 * 30 answers by the adjusted Wald method, which adds three imaginary ones: 3/4 promoter, 3/4 detractor, 3/2
 * passive.
 */
export function netScoreInterval(
  promoters: number,
  detractors: number,
  n: number,
): Interval | null {
  if (n <= 0) return null;
  const imaginary = n < SMALL_SAMPLE ? 3 : 0;
  const size = n + imaginary;
  const promoted = (promoters + imaginary / 4) / size;
  const detracted = (detractors + imaginary / 4) / size;
  const net = promoted - detracted;
  const margin = Z * Math.sqrt((promoted + detracted - net * net) / size);
  return interval(Math.max(100 * (net - margin), -100), Math.min(100 * (net + margin), 100));
}

const SMALL_SAMPLE = 30;

/** A mean by the normal distribution of means; one observation says nothing of its spread. */
export function meanInterval(mean: number, deviation: number, n: number): Interval | null {
  if (n < 2) return null;
  const margin = (Z * deviation) / Math.sqrt(n);
  return interval(mean - margin, mean + margin);
}

/** A count of events over a known exposure, by Byar's approximation to the exact Poisson limits. */
export function rateInterval(events: number, exposure: number, per: number): Interval | null {
  if (exposure <= 0) return null;
  const factor = per / exposure;
  const low = events === 0 ? 0 : events * byar(events, -Z);
  return interval(factor * low, factor * (events + 1) * byar(events + 1, Z));
}

function byar(count: number, deviate: number): number {
  return (1 - 1 / (9 * count) + deviate / (3 * Math.sqrt(count))) ** 3;
}

function interval(low: number, high: number): Interval {
  return Object.freeze({ low, high, level: LEVEL });
}
