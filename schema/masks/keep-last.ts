import type { Masker } from './mask.ts';

/**
 * The last characters of a text, after as many stars. How long the text is does not show; of one that is
 * shorter than twice what is kept, the stars alone.
 */
export function lastCharacters(keep: number): Masker {
  const stars = '*'.repeat(keep);
  return (value) => {
    if (typeof value !== 'string') return null;
    const characters = Array.from(value);
    const isLong = characters.length >= 2 * keep;
    return isLong ? stars + characters.slice(-keep).join('') : stars;
  };
}

/** Digits after the country code, which no country has: the number can exist nowhere. */
const NOBODY = '+999';
const DIGITS = 9;

/** The last digits of an E.164 number, in a number of one length that nobody can have. */
export function lastDigits(keep: number): Masker {
  return (value) => {
    if (typeof value !== 'string' || !/^\+\d+$/.test(value)) return null;
    const isLong = value.length > 2 * keep;
    return NOBODY + (isLong ? value.slice(-keep) : '').padStart(DIGITS, '0');
  };
}
