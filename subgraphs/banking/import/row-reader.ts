import { createHash } from 'node:crypto';
import { CURRENCY_CODES } from '../../../schema/standards/code-lists.ts';
import { readDate, readDateTime } from '../../../schema/standards/date-time.ts';
import { currencyDigits } from '../../kit/money.ts';

/** A row as it came: every value is text or missing. */
export type InputRow = Readonly<Record<string, unknown>>;

const AMOUNT = /^-?\d{1,18}(?:\.(\d{1,6}))?$/;
const ECHO_LENGTH = 40;

/**
 * Reads the fields of one row and collects what is wrong with them, so that a row is rejected once with all
 * its reasons. A field that is wrong reads as null (or an empty text where it is required).
 */
export class RowReader {
  readonly #row: InputRow;
  readonly #faults: string[] = [];

  constructor(row: InputRow) {
    this.#row = row;
  }

  /** All faults as one text; null when there are none. */
  get reason(): string | null {
    return this.#faults.length === 0 ? null : this.#faults.join(' ');
  }

  refuse(field: string, expected: string): void {
    this.#faults.push(`Field "${field}" must be ${expected}, but got: ${echo(this.#row[field])}.`);
  }

  /** A fault that is already in words. */
  add(fault: string): void {
    this.#faults.push(fault);
  }

  /** The fields of a nested object; empty when there is none, so that each of them is missed. */
  part(field: string): InputRow {
    const value = this.#row[field];
    // Whoever reads the part checks each of its fields.
    return typeof value === 'object' && value !== null ? (value as InputRow) : {};
  }

  flag(field: string): boolean | null {
    const value = this.#row[field];
    if (typeof value === 'boolean') return value;
    if (isMissing(value)) return null;
    this.refuse(field, 'true or false');
    return null;
  }

  text(field: string, longest = 500): string | null {
    const value = this.#row[field];
    if (isMissing(value)) return null;
    if (typeof value === 'string' && value.length <= longest && !value.includes('\u0000'))
      return value;
    this.refuse(field, `text of at most ${longest} characters without NUL`);
    return null;
  }

  required(field: string, longest = 100): string {
    if (isMissing(this.#row[field])) this.refuse(field, 'given');
    return this.text(field, longest) ?? '';
  }

  matching(field: string, pattern: RegExp, expected: string): string {
    return this.#required(field, expected, (text) => (pattern.test(text) ? text : null)) ?? '';
  }

  oneOf<Value extends string>(field: string, values: readonly Value[]): Value | null {
    const find = (text: string) => values.find((value) => value === text) ?? null;
    return this.#required(field, `one of ${values.join(', ')}`, find);
  }

  date(field: string): string {
    return this.#required(field, A_DATE, readDate) ?? '';
  }

  optionalDate(field: string): string | null {
    return isMissing(this.#row[field]) ? null : this.date(field);
  }

  instant(field: string): Date {
    const expected = 'an RFC 3339 time with its offset such as 2026-01-31T09:30:00Z';
    return new Date(this.#required(field, expected, readDateTime) ?? 0);
  }

  currency(field: string): string {
    const read = (text: string) => (CURRENCY_CODES.has(text) ? text : null);
    return this.#required(field, 'an ISO 4217 code such as EUR', read) ?? '';
  }

  /** Decimal text with no more digits than the currency has; the number is never rounded. */
  amount(field: string, currency: string): string {
    const digits = currency === '' ? 6 : currencyDigits(currency);
    const expected = `a decimal number with at most 18 digits before and ${digits} after the point`;
    const read = (text: string) => {
      const match = AMOUNT.exec(text);
      return match !== null && (match[1]?.length ?? 0) <= digits ? text : null;
    };
    return this.#required(field, expected, read) ?? '0';
  }

  #required<Value>(
    field: string,
    expected: string,
    read: (text: string) => Value | null,
  ): Value | null {
    const value = this.#row[field];
    const result = typeof value === 'string' ? read(value) : null;
    if (result === null) this.refuse(field, expected);
    return result;
  }
}

const A_DATE = 'a calendar date such as 2026-01-31';

/** Tells whether a row comes again: the same content has the same digest, whatever its order of fields. */
export function digestOf(row: InputRow): string {
  const fields = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  fields.sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url');
}

function isMissing(value: unknown): value is null | undefined | '' {
  return value === null || value === undefined || value === '';
}

function echo(value: unknown): string {
  if (isMissing(value)) return 'nothing';
  if (typeof value !== 'string') return typeof value;
  const shown = value.length > ECHO_LENGTH ? `${value.slice(0, ECHO_LENGTH)}…` : value;
  return JSON.stringify(shown);
}
