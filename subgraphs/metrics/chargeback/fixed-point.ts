/** Decimal text as a whole number of parts, so that sums and products of amounts are exact. */

/** The number of `10 ** -digits` in a decimal, or null when it has more digits than that. */
export function readFixed(text: string, digits: number): bigint | null {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const significant = fraction.replace(/0+$/, '');
  if (whole === '' || significant.length > digits) return null;
  return BigInt(`${sign}${whole}${significant.padEnd(digits, '0')}`);
}

/** Decimal text with exactly so many digits after the point. */
export function writeFixed(parts: bigint, digits: number): string {
  const text = String(parts < 0n ? -parts : parts).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return `${parts < 0n ? '-' : ''}${whole}${fraction}`;
}

/** A quotient, rounded half away from zero, as invoices are. The divisor is positive. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return dividend < 0n ? -((-dividend + half) / divisor) : (dividend + half) / divisor;
}
