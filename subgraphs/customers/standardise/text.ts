import { ABSENT, fault, standard, type Outcome } from './outcome.ts';

/** No value of a customer record is longer; what is longer is no value but an attack or a mistake. */
const LONGEST = 500;

/** Steer the layout of a line and so can make a name look like another; half characters are none at all. */
const UNSEEN = /[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\p{Cs}]/gu;

/** Unicode NFKC in one line: no control characters, single spaces, none at the ends. Case is kept. */
export function cleanText(text: string): string {
  // Most values are clean already, and looking is ten times cheaper than cleaning.
  if (/^[!-~]+( [!-~]+)*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** A text value as it may be shown; absent when nothing is left of it. */
export function standardiseText(value: unknown): Outcome<string> {
  if (value === null || value === undefined) return ABSENT;
  if (typeof value !== 'string') return fault(`must be text, but got: ${kindOf(value)}`);
  if (value.length > LONGEST) {
    return fault(`must have at most ${LONGEST} characters, but got: ${value.length}`);
  }
  const text = cleanText(value);
  return NOTHING.has(text.toLowerCase()) ? ABSENT : standard(text);
}

/** How divisions' systems write that there is nothing. `null` and `none` are names of people, so not here. */
const NOTHING = new Set(['', 'n/a', '#n/a', '-', '--', '?']);

/** Letters that are their own in Unicode and a plain letter with an addition to whoever types a name. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  æ: 'ae',
  ð: 'd',
  ø: 'o',
  þ: 'th',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  œ: 'oe',
  ß: 'ss',
};

/**
 * What is left when two spellings of the same words are to be equal: lower case, no accents, no apostrophes,
 * and hyphens and all other punctuation as single spaces. For comparing and searching, never for showing.
 */
export function comparisonKey(text: string): string {
  // Most texts have nothing to fold, and looking is several times cheaper than folding.
  if (/^[a-z0-9]+(?: [a-z0-9]+)*$/i.test(text)) return text.toLowerCase();
  return foldLetters(text)
    .replace(/['’‘ʼ`´]/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** Lower case without accents; everything that is no letter stays. */
export function foldLetters(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[æðøþđħıłœß]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

export function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : typeof value;
}
