import { FormatMismatch, readDay, readDuration, readInstant } from './date-format.ts';
import type { Condition, ValueRule } from './mapping.ts';

/** A row of a file: column -> text. */
export type Row = Readonly<Record<string, string>>;

export type Scalar = string | number | boolean;

/** Why a row cannot be imported. */
export class RowFault extends Error {}

type FullRule = Exclude<ValueRule, string>;

/** The value that a rule finds in a row; undefined when there is none. Throws a RowFault. */
export function applyRule(rule: ValueRule, row: Row, rowHash: string): Scalar | undefined {
  if (typeof rule === 'string') return textOf(row, rule);
  if (!meets(rule.when, row)) return undefined;
  if (rule.value !== undefined) return rule.value;
  if (rule.rowHash === true) return rowHash;
  const text = sourceText(rule, row);
  if (text === undefined || (rule.empty ?? []).includes(text)) return rule.default;
  return convert(rule, text);
}

/** True without a condition. */
export function meets(condition: Condition | undefined, row: Row): boolean {
  return condition === undefined || condition.in.includes(row[condition.column]?.trim() ?? '');
}

/** The columns that a rule reads. */
export function columnsOf(rule: ValueRule): readonly string[] {
  if (typeof rule === 'string') return [rule];
  const inTemplate = [...(rule.template ?? '').matchAll(PLACE)].map((match) => match[1] ?? '');
  return [rule.column, rule.when?.column, ...inTemplate].filter((column) => column !== undefined);
}

const PLACE = /\{([^}]+)\}/g;

function sourceText(rule: FullRule, row: Row): string | undefined {
  if (rule.column !== undefined) return textOf(row, rule.column);
  const text = (rule.template ?? '').replace(PLACE, (_place, column: string) => row[column] ?? '');
  return text.trim() === '' ? undefined : text.trim();
}

function textOf(row: Row, column: string): string | undefined {
  const text = row[column]?.trim();
  return text === '' ? undefined : text;
}

function convert(rule: FullRule, text: string): Scalar {
  const where = rule.column === undefined ? `"${rule.template ?? ''}"` : `Column "${rule.column}"`;
  try {
    return convertText(rule, text);
  } catch (error) {
    if (error instanceof FormatMismatch) throw new RowFault(`${where}: ${error.message}.`);
    throw error;
  }
}

function convertText(rule: FullRule, text: string): Scalar {
  if (rule.map !== undefined) return lookUp(rule.map, text);
  if (rule.date !== undefined) return readDay(text, rule.date);
  if (rule.dateTime !== undefined) return readInstant(text, rule.dateTime).toISOString();
  if (rule.duration === true) return readDuration(text);
  if (rule.number === true) return readNumber(text);
  const whole = rule.integer === true ? String(readNumber(text)) : text;
  return `${rule.prefix ?? ''}${whole.padStart(rule.pad ?? 0, '0')}`;
}

function lookUp(map: Readonly<Record<string, Scalar>>, text: string): Scalar {
  // Own keys only: a text such as "constructor" must not find what every object has.
  const value = Object.hasOwn(map, text) ? map[text] : undefined;
  if (value !== undefined) return value;
  throw new FormatMismatch(`expected one of ${Object.keys(map).join(', ')}, but got: "${text}"`);
}

function readNumber(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  throw new FormatMismatch(`expected a number, but got: "${text}"`);
}
