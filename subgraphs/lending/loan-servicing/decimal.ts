/** Exact arithmetic on decimal text (`1234.50`), because money is never a float. */

interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

/** Below zero when `left` is less, zero when both are worth the same, above zero otherwise. */
export function compareDecimals(left: string, right: string): number {
  const difference = scaledDifference(left, right).units;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `left` less `right`, with as many decimals as the longer of the two. */
export function subtractDecimals(left: string, right: string): string {
  return decimalText(scaledDifference(left, right));
}

function scaledDifference(left: string, right: string): Scaled {
  const [a, b] = [parseDecimal(left), parseDecimal(right)];
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) - unitsAt(b, scale), scale };
}

function parseDecimal(text: string): Scaled {
  const match = /^(-?[0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (match === null) throw new TypeError(`A decimal must be like "1234.50", but got: "${text}".`);
  const fraction = match[2] ?? '';
  return { units: BigInt((match[1] ?? '') + fraction), scale: fraction.length };
}

function unitsAt(value: Scaled, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

function decimalText({ units, scale }: Scaled): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`;
}
