import type { Kind, Role } from '../roles.ts';
import { ROLES } from '../roles.ts';
import type { Field } from '../values/column.ts';
import { fullForm } from '../standard/nicknames.ts';
import { soundCode } from '../standard/sound-code.ts';

/**
 * What a value can be found by: the value itself, and what stays of it after a slip. A rule for finding
 * candidates is one of these, or two of different fields together.
 */
export interface KeyAtom {
  readonly field: string;
  readonly name: string;
  /** The key of a standard text; the empty text for none. */
  keyOf(text: string): string;
}

type Keys = Readonly<Record<string, (text: string) => string>>;

const whole = (text: string) => text;
const firstWord = (text: string) => text.split(' ', 1)[0] ?? '';

const KEYS: Readonly<Record<Kind, Keys>> = {
  name: {
    value: (text) => fullForm(firstWord(text)),
    sound: (text) => soundCode(fullForm(firstWord(text))),
    start: (text) => (text.length >= 3 ? text.slice(0, 3) : ''),
    end: (text) => (text.length >= 4 ? text.slice(-4) : ''),
  },
  words: { value: whole, first: firstWord },
  date: {
    value: whole,
    year: (text) => text.slice(0, 4),
    'month and day': (text) => (text.endsWith('0101') ? '' : text.slice(4)),
    'year and month': (text) => text.slice(0, 6),
  },
  category: {},
  code: {
    value: whole,
    start: (text) => (text.length >= 4 ? text.slice(0, Math.ceil(text.length / 2)) : ''),
    end: (text) => (text.length >= 4 ? text.slice(-Math.ceil(text.length / 2)) : ''),
  },
  email: {
    value: whole,
    mailbox: (text) => text.split('@', 1)[0] ?? '',
  },
  text: {
    value: whole,
    first: firstWord,
    sound: (text) => soundCode(text.replaceAll(' ', '')),
  },
  postalCode: {
    value: whole,
    sector: (text) => (text.length >= 4 ? text.slice(0, -2) : ''),
    end: (text) => (text.length >= 5 ? text.slice(-3) : ''),
  },
};

/** Every way to find the values of these fields. */
export function atomsOf(fields: readonly Field[]): readonly KeyAtom[] {
  return fields.flatMap(({ name, role }) =>
    Object.entries(keysOf(role)).map(([key, keyOf]) => ({ field: name, name: key, keyOf })),
  );
}

function keysOf(role: Role): Keys {
  return KEYS[ROLES[role].kind];
}
