/** What a KPI was made of in one group of a dimension. */
export interface Part {
  /** Null for what has no value in the dimension. */
  readonly value: string | null;
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * How a numerator came to change: `volume` is what more or fewer cases would have brought at the old value,
 * `mix` what their other make-up brought at each part's old value, `rate` what the parts' own values brought.
 * The three add up to `total`.
 */
export interface ChangeDrivers {
  readonly total: number;
  readonly volume: number;
  readonly mix: number;
  readonly rate: number;
  /** `mix` and `rate` by part, the largest of effects first. */
  readonly parts: readonly PartEffect[];
}

export interface PartEffect {
  readonly value: string | null;
  /** Its part of the whole, 0 to 1. */
  readonly shareBefore: number;
  readonly shareAfter: number;
  /** Numerator for each of the denominator; null when there was nothing to measure. */
  readonly rateBefore: number | null;
  readonly rateAfter: number | null;
  readonly mix: number;
  readonly rate: number;
}

/**
 * Takes a change apart. A part that is new is taken to come in at the whole's old value, so that all it does
 * beyond that is its own rate. Null when either period had nothing to measure.
 */
export function changeDrivers(
  before: readonly Part[],
  after: readonly Part[],
): ChangeDrivers | null {
  const [was, is] = [sums(before), sums(after)];
  if (was.denominator === 0 || is.denominator === 0) return null;
  const wholeRate = was.numerator / was.denominator;
  const values = [...new Set([...before, ...after].map(({ value }) => value))];
  const parts = values.map((value) => {
    const [old, now] = [partOf(before, value), partOf(after, value)];
    const [shareBefore, shareAfter] = [
      old.denominator / was.denominator,
      now.denominator / is.denominator,
    ];
    const [rateBefore, rateAfter] = [rateOf(old), rateOf(now)];
    const from = rateBefore ?? wholeRate;
    const mix = is.denominator * (shareAfter - shareBefore) * (from - wholeRate);
    const rate = is.denominator * shareAfter * ((rateAfter ?? from) - from);
    return { value, shareBefore, shareAfter, rateBefore, rateAfter, mix, rate };
  });
  return {
    total: is.numerator - was.numerator,
    volume: (is.denominator - was.denominator) * wholeRate,
    mix: parts.reduce((sum, part) => sum + part.mix, 0),
    rate: parts.reduce((sum, part) => sum + part.rate, 0),
    parts: parts.sort((left, right) => effectOf(right) - effectOf(left)),
  };
}

function sums(parts: readonly Part[]): {
  readonly numerator: number;
  readonly denominator: number;
} {
  return {
    numerator: parts.reduce((sum, part) => sum + part.numerator, 0),
    denominator: parts.reduce((sum, part) => sum + part.denominator, 0),
  };
}

function partOf(parts: readonly Part[], value: string | null): Omit<Part, 'value'> {
  return parts.find((part) => part.value === value) ?? { numerator: 0, denominator: 0 };
}

function rateOf({ numerator, denominator }: Omit<Part, 'value'>): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

function effectOf({ mix, rate }: PartEffect): number {
  return Math.abs(mix) + Math.abs(rate);
}
