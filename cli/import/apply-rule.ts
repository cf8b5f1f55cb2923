import {
  FormatMismatch,
  readDay,
  readDuration,
  readInstant,
  readInstantByAny,
} from './date-format.ts';
import type { Condition, ValueRule } from './value-rule.ts';

/** A row of a file: column -> text. */
export type Row = Readonly<Record<string, string>>;

export type Scalar = string | number | boolean;

/** Why a row cannot be imported. */
export class RowFault extends Error {}

/** The value that a rule finds in a row; undefined when there is none. Throws a RowFault. */
export function applyRule(rule: ValueRule, row: Row, rowHash: string): Scalar | undefined {
  if (!meets(rule.when, row)) return undefined;
  if (rule.value !== undefined) return rule.value;
  if (rule.rowHash === true) return rowHash;
  const text = sourceText(rule, row);
  if (text === undefined || (rule.empty ?? []).includes(text)) return rule.default;
  return convert(rule, text);
}

/** True without a condition. */
export function meets(condition: Condition | undefined, row: Row): boolean {
  if (condition === undefined) return true;
  const text = row[condition.column]?.trim() ?? '';
  return condition.in?.includes(text) ?? condition.notIn?.includes(text) !== true;
}

/** The columns that a rule reads. */
export function columnsOf(rule: ValueRule): readonly string[] {
  const inTemplate = [...(rule.template ?? '').matchAll(PLACE)].map((match) => match[1] ?? '');
  return [rule.column, rule.when?.column, ...inTemplate].filter((column) => column !== undefined);
}

const PLACE = /\{([^}]+)\}/g;

function sourceText(rule: ValueRule, row: Row): string | undefined {
  if (rule.column !== undefined) return textOf(row, rule.column);
  const text = (rule.template ?? '').replace(PLACE, (_place, column: string) => row[column] ?? '');
  return text.trim() === '' ? undefined : text.trim();
}

function textOf(row: Row, column: string): string | undefined {
  const text = row[column]?.trim();
  return text === '' ? undefined : text;
}

function convert(rule: ValueRule, text: string): Scalar {
  const where = rule.column === undefined ? `"${rule.template ?? ''}"` : `Column "${rule.column}"`;
  try {
    return convertText(rule, text);
  } catch (error) {
    if (error instanceof FormatMismatch) throw new RowFault(`${where}: ${error.message}.`);
    throw error;
  }
}

function convertText(rule: ValueRule, text: string): Scalar {
  if (rule.map !== undefined) return lookUp(rule.map, text, rule.otherwise);
  if (rule.date !== undefined) return readDay(text, rule.date);
  if (rule.dateTime !== undefined) return readDateTime(text, rule.dateTime, rule.zone);
  if (rule.boolean === true) return readBoolean(text);
  if (rule.duration === true) return readDuration(text);
  if (rule.number === true) return readNumber(text);
  const whole = rule.integer === true ? readWhole(text) : text;
  return `${rule.prefix ?? ''}${whole.padStart(rule.pad ?? 0, '0')}`;
}

function readDateTime(text: string, format: string | readonly string[], zone?: string): string {
  const instant =
    typeof format === 'string'
      ? readInstant(text, format, zone)
      : readInstantByAny(text, format, zone);
  return instant.toISOString();
}

const YES = ['true', 'yes', 'y', 't', '1'];
const NO = ['false', 'no', 'n', 'f', '0'];

function readBoolean(text: string): boolean {
  const word = text.toLowerCase();
  if (YES.includes(word) || NO.includes(word)) return YES.includes(word);
  throw new FormatMismatch(`expected true or false, but got: "${text}"`);
}

function lookUp(
  map: Readonly<Record<string, Scalar>>,
  text: string,
  otherwise: Scalar | undefined,
): Scalar {
  // Own keys only: a text such as "constructor" must not find what every object has.
  const value = Object.hasOwn(map, text) ? map[text] : otherwise;
  if (value !== undefined) return value;
  throw new FormatMismatch(`expected one of ${Object.keys(map).join(', ')}, but got: "${text}"`);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

function readNumber(text: string): number {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new FormatMismatch(`expected a number, but got: "${text}"`);
}

/** Digit by digit: a customer's number may be longer than a computer's number is exact. */
function readWhole(text: string): string {
  const [, digits] = /^\+?(-?\d{1,64})(?:\.0*)?$/.exec(text) ?? [];
  if (digits !== undefined) return BigInt(digits).toString();
  throw new FormatMismatch(`expected a whole number, but got: "${text}"`);
}
