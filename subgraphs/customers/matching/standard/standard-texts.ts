import { comparisonKey } from '../../standardise/text.ts';
import type { Standard } from '../roles.ts';
import { dateDigits } from './date-digits.ts';
import { plainAddress } from './plain-address.ts';
import { transliterate } from './transliterate.ts';

/** Brings a raw text into the form in which it is compared; the empty text for "no value". */
export function standardText(standard: Standard, raw: string): string {
  const text = raw.trim();
  if (text === '' || NOTHING.has(text.toLowerCase())) return '';
  return STANDARDS[standard](text);
}

/** How files write that there is nothing. */
const NOTHING: ReadonlySet<string> = new Set([
  'n/a',
  '#n/a',
  'nan',
  'null',
  '-',
  '--',
  '?',
  'unknown',
]);

const STANDARDS: Readonly<Record<Standard, (text: string) => string>> = {
  name: words,
  text: words,
  date: dateDigits,
  gender: (text) => GENDERS.get(text.toLowerCase()) ?? '',
  code: (text) => words(text).replaceAll(' ', ''),
  email: (text) => text.toLowerCase(),
  // The last nine digits: with and without the country's code a number is one number.
  phone: (text) => text.replace(/\D/g, '').slice(-9),
  address: (text) => plainAddress(words(text)),
};

function words(text: string): string {
  return transliterate(comparisonKey(text));
}

const GENDERS: ReadonlyMap<string, string> = new Map([
  ['m', 'm'],
  ['male', 'm'],
  ['man', 'm'],
  ['1', 'm'],
  ['f', 'f'],
  ['female', 'f'],
  ['woman', 'f'],
  ['w', 'f'],
  ['2', 'f'],
]);
