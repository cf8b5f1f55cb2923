/**
 * A decimal number without rounding: so many units, each of a power of ten. Sums of such numbers are the same in any
 * order, so that the order in which rows were written never shows in the last digit.
 */
export interface Decimal {
  readonly units: bigint;
  /** Digits after the point. */
  readonly places: number;
}

export function readDecimal(text: string): Decimal {
  const [whole = '', part = ''] = text.split('.');
  return { units: BigInt(whole + part), places: part.length };
}

export function sumOfDecimals(texts: readonly string[]): Decimal {
  return texts.map(readDecimal).reduce(plus, ZERO);
}

export function plus(left: Decimal, right: Decimal): Decimal {
  const places = Math.max(left.places, right.places);
  return { units: scaled(left, places) + scaled(right, places), places };
}

export function times(left: Decimal, right: Decimal): Decimal {
  return { units: left.units * right.units, places: left.places + right.places };
}

export function negated({ units, places }: Decimal): Decimal {
  return { units: -units, places };
}

/** The nearest number that a program has. */
export function nearestNumber({ units, places }: Decimal): number {
  return Number(`${units}e-${places}`);
}

const ZERO: Decimal = Object.freeze({ units: 0n, places: 0 });

function scaled({ units, places }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - places);
}
