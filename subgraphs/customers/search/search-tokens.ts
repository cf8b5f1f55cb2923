import { storableText } from '../../kit/storable-text.ts';
import type { PlacedRecord, StandardName } from '../model.ts';
import { nationalDigits } from '../standardise/phones.ts';
import { comparisonKey, foldLetters } from '../standardise/text.ts';

/** Longer words are cut: nobody types more to find one customer. */
const LONGEST_TOKEN = 40;

/** More words than these narrow nothing down any more: the longest are taken. */
const MOST_WORDS = 6;

/**
 * The words by which a customer is found, sorted: parts of names, e-mail addresses whole and without their
 * domain, phone numbers with and without their country code, local ids whole and in parts.
 */
export function searchTokens(records: readonly PlacedRecord[]): readonly string[] {
  const tokens = new Set<string>();
  const add = (text: string) => {
    if (text !== '') tokens.add(cut(text));
  };
  for (const { localId, record } of records) {
    add(comparisonKey(localId).replaceAll(' ', ''));
    wordsOf(localId).forEach(add);
    nameTexts(record.name).flatMap(wordsOf).forEach(add);
    for (const { address } of record.emails) {
      const whole = foldLetters(address);
      add(whole);
      add(whole.slice(0, whole.lastIndexOf('@')));
    }
    record.phones.flatMap(({ number }) => phoneTexts(number)).forEach(add);
  }
  return [...tokens].sort();
}

/** The words of a search, each of which must begin one of a customer's tokens: the longest first. */
export function searchWords(text: string): readonly string[] {
  const words = isPhoneLike(text)
    ? [text.replace(/\D/g, '')]
    : text.split(/\s+/).flatMap(searchWord);
  const longestFirst = [...new Set(words.map(cut))].sort((a, b) => b.length - a.length);
  const chosen: string[] = [];
  for (const word of longestFirst) {
    if (chosen.length === MOST_WORDS) break;
    // Whoever has a token that begins with `anna` has one that begins with `an`.
    if (!chosen.some((longer) => longer.startsWith(word))) chosen.push(word);
  }
  return chosen;
}

function searchWord(word: string): readonly string[] {
  if (word.includes('@')) return [foldLetters(storableText(word))];
  return isPhoneLike(word) ? [word.replace(/\D/g, '')] : wordsOf(word);
}

/** Digits with what people put between them: one number, even over several words. */
function isPhoneLike(text: string): boolean {
  return /^[\s+()./-]*\d[\d\s+()./-]*$/.test(text) && text.replace(/\D/g, '').length >= 5;
}

function nameTexts(name: StandardName | null): readonly string[] {
  if (name === null) return [];
  return [name.given, name.family, name.additional, name.full].filter((text) => text !== null);
}

/** With the country code, without it, and with the zero that most countries put before it at home. */
function phoneTexts(number: string): readonly string[] {
  const digits = number.slice(1);
  const national = nationalDigits(number);
  return digits.startsWith('1') ? [digits, national] : [digits, national, `0${national}`];
}

function wordsOf(text: string): readonly string[] {
  return comparisonKey(text)
    .split(' ')
    .filter((word) => word !== '');
}

function cut(text: string): string {
  return Array.from(text).slice(0, LONGEST_TOKEN).join('');
}

/** Customers are listed by this text: family name, then given name. Those without a name come last. */
export function sortKey(name: StandardName | null): string {
  if (name === null) return NAMELESS;
  const family = comparisonKey(name.family ?? name.full);
  const given = comparisonKey(name.given ?? '');
  // The tab sorts before every letter, so that `Lee, Ann` comes before `Leeds, Ann`.
  return `${cut(family)}\t${cut(given)}`;
}

const NAMELESS = '\u{10FFFD}';

/** The first character: the bucket in which a search for common words walks. */
export function initialOf(token: string): string {
  return String.fromCodePoint(token.codePointAt(0) ?? 0);
}
