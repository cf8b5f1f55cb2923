import { intAt, keyAt } from './read-array.ts';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** Counting digits takes longer than comparing so few. */
const FEW = 64;

/** Sorts items by whole numbers of 32 bits, as unsigned ones; equal ones keep their order (radix sort). */
export function sortBy(items: Int32Array, keyOf: (item: number) => number): Int32Array {
  if (items.length <= FEW) {
    return items.slice().sort((one, other) => (keyOf(one) >>> 0) - (keyOf(other) >>> 0));
  }
  let from: Keyed = { items: items.slice(), keys: keysOf(items, keyOf) };
  let to: Keyed = { items: new Int32Array(items.length), keys: new Uint32Array(items.length) };
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    if (sortByDigit(from, to, shift)) [from, to] = [to, from];
  }
  return from.items;
}

/** `Uint32Array.from` asks an iterator for each. */
function keysOf(items: Int32Array, keyOf: (item: number) => number): Uint32Array {
  const keys = new Uint32Array(items.length);
  for (let at = 0; at < items.length; at++) keys[at] = keyOf(intAt(items, at));
  return keys;
}

interface Keyed {
  readonly items: Int32Array;
  readonly keys: Uint32Array;
}

/** One pass. False when all have the same digit, so that nothing had to move. */
function sortByDigit(from: Keyed, to: Keyed, shift: number): boolean {
  const { keys, items } = from;
  const places = startsOfDigits(keys, shift);
  if (places.includes(keys.length) && !places.some((place) => place > 0 && place < keys.length)) {
    return false;
  }
  for (let at = 0; at < keys.length; at++) {
    const key = keyAt(keys, at);
    const digit = (key >>> shift) & (DIGITS - 1);
    const place = intAt(places, digit);
    places[digit] = place + 1;
    to.keys[place] = key;
    to.items[place] = intAt(items, at);
  }
  return true;
}

/** Digit -> where the first key with it goes. */
function startsOfDigits(keys: Uint32Array, shift: number): Int32Array {
  const places = new Int32Array(DIGITS + 1);
  for (const key of keys) {
    const digit = (key >>> shift) & (DIGITS - 1);
    places[digit + 1] = intAt(places, digit + 1) + 1;
  }
  for (let digit = 0; digit < DIGITS; digit++) {
    places[digit + 1] = intAt(places, digit + 1) + intAt(places, digit);
  }
  return places;
}
