import { intAt } from './read-array.ts';

/**
 * Texts by number, in memory that worker threads can share. Number 0 is "no value", the empty text. Comparing
 * reads code units and never makes a string.
 */
export interface TextTable {
  readonly codes: Uint16Array;
  /** Text `n` is `codes[starts[n]]` up to, not including, `codes[starts[n + 1]]`. */
  readonly starts: Int32Array;
  /** Text -> one bit for each letter that it has, some letters sharing one: tells quickly that texts differ. */
  readonly marks: Int32Array;
}

/** Longer texts are compared by their beginning: the bits of one integer mark their letters. */
export const MOST_UNITS = 32;

export function makeTextTable(texts: readonly string[]): TextTable {
  const starts = sharedInts(texts.length + 1);
  let length = 0;
  texts.forEach((text, number) => {
    starts[number] = length;
    length += Math.min(text.length, MOST_UNITS);
  });
  starts[texts.length] = length;
  const codes = sharedUnits(length);
  const marks = sharedInts(texts.length);
  let at = 0;
  texts.forEach((text, number) => {
    const units = Math.min(text.length, MOST_UNITS);
    let mark = 0;
    for (let unit = 0; unit < units; unit++) {
      const code = text.charCodeAt(unit);
      codes[at++] = code;
      mark |= 1 << (code & 31);
    }
    marks[number] = mark;
  });
  return { codes, starts, marks };
}

/** Shared memory, and any beside the heap, takes long to get; of what is small most is never sent to a thread. */
const LEAST_SHARED_BYTES = 4096;

export function sharedInts(length: number): Int32Array {
  const bytes = length * 4;
  return bytes < LEAST_SHARED_BYTES
    ? new Int32Array(length)
    : new Int32Array(new SharedArrayBuffer(bytes));
}

function sharedUnits(length: number): Uint16Array {
  const bytes = length * 2;
  return bytes < LEAST_SHARED_BYTES
    ? new Uint16Array(length)
    : new Uint16Array(new SharedArrayBuffer(bytes));
}

export function lengthOf({ starts }: TextTable, text: number): number {
  return intAt(starts, text + 1) - intAt(starts, text);
}

/** How many bits of a whole number are set. */
export function countBits(number: number): number {
  let bits = number - ((number >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
