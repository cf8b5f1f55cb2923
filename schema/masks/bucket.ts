/** A number rounded towards zero to 1, 2 or 5 times a power of ten. */
export function bucketOfNumber(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  if (value === 0) return 0;
  const [digits = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return Math.sign(value) * Number(`${lower(digits.charAt(0))}e${exponent}`);
}

const PLAIN_DECIMAL = /^(-?)(0*(?:\.0*)?)([1-9])(\d*)(?:\.\d+)?$/;

/** The same of a decimal number as text. */
export function bucketOfDecimal(value: unknown): string | null {
  if (typeof value !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(value)) return null;
  const [, sign = '', zeros = '', first = '', digits = ''] = PLAIN_DECIMAL.exec(value) ?? [];
  if (first === '') return '0';
  // Behind the point what follows says nothing; before it, it says how large the number is.
  const rest = zeros.includes('.') ? '' : digits.replace(/\d/g, '0');
  return `${sign}${zeros}${lower(first)}${rest}`;
}

function lower(digit: string): string {
  if (digit >= '5') return '5';
  return digit >= '2' ? '2' : '1';
}
