import { CURRENCY_CODES } from '../../../schema/standards/code-lists.ts';
import { readDate } from '../../../schema/standards/date-time.ts';
import { currencyDigits } from '../../kit/money.ts';

const AMOUNT = /^-?\d{1,18}(?:\.(\d{1,6}))?$/;
const ECHO_LENGTH = 40;

/**
 * Reads the columns of one row and collects what is wrong with them: a row is rejected once, with all its
 * reasons. A column that is wrong reads as null, or as an empty text where a value is needed.
 */
export class ColumnReader {
  readonly #columns: ReadonlyMap<string, string>;
  readonly #faults: string[] = [];

  constructor(columns: ReadonlyMap<string, string>) {
    this.#columns = columns;
  }

  /** All faults as one text; null when there are none. */
  get reason(): string | null {
    return this.#faults.length === 0 ? null : this.#faults.join(' ');
  }

  refuse(column: string, expected: string): void {
    this.#faults.push(
      `Column "${column}" must be ${expected}, but got: ${echo(this.#text(column))}.`,
    );
  }

  text(column: string, longest = 500): string | null {
    const text = this.#text(column);
    if (text.length <= longest) return text === '' ? null : text;
    this.refuse(column, `at most ${longest} characters`);
    return null;
  }

  required(column: string, longest = 100): string {
    if (this.#text(column) === '') this.refuse(column, 'given');
    return this.text(column, longest) ?? '';
  }

  flag(column: string): boolean | null {
    const text = this.#text(column);
    if (text === '') return null;
    if (text !== 'true' && text !== 'false') this.refuse(column, 'true, false or empty');
    return text === 'true';
  }

  oneOf<Value extends string>(column: string, values: readonly Value[]): Value | null {
    const find = (text: string) => values.find((value) => value === text) ?? null;
    return this.#read(column, `one of ${values.join(', ')}`, find);
  }

  date(column: string): string {
    return this.#read(column, 'a calendar date such as 2026-01-31', readDate) ?? '';
  }

  currency(column: string): string {
    const find = (text: string) => (CURRENCY_CODES.has(text) ? text : null);
    return this.#read(column, 'an ISO 4217 code such as EUR', find) ?? '';
  }

  /** Decimal text of zero or more, with no more digits than the currency has: never rounded. */
  amount(column: string, currency: string): string {
    const digits = currency === '' ? 6 : currencyDigits(currency);
    const expected = `a decimal number of 0 or more with at most ${digits} digits after the point`;
    const find = (text: string) => {
      const match = AMOUNT.exec(text);
      const fits = match !== null && !text.startsWith('-') && (match[1]?.length ?? 0) <= digits;
      return fits ? text : null;
    };
    return this.#read(column, expected, find) ?? '0';
  }

  #read<Value>(
    column: string,
    expected: string,
    find: (text: string) => Value | null,
  ): Value | null {
    const value = find(this.#text(column));
    if (value === null) this.refuse(column, expected);
    return value;
  }

  /** A column that the file does not have is empty in every row. */
  #text(column: string): string {
    return this.#columns.get(column) ?? '';
  }
}

function echo(text: string): string {
  if (text === '') return 'nothing';
  return JSON.stringify(text.length > ECHO_LENGTH ? `${text.slice(0, ECHO_LENGTH)}…` : text);
}
