/**
 * Texts by number, in memory that worker threads share. Number 0 is "no value", the empty text. Comparing
 * reads code units and never makes a string.
 */
export interface TextTable {
  readonly codes: Uint16Array;
  /** Text `n` is `codes[starts[n]]` up to, not including, `codes[starts[n + 1]]`. */
  readonly starts: Int32Array;
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
  const codes = new Uint16Array(new SharedArrayBuffer(length * 2));
  let at = 0;
  for (const text of texts) {
    const units = Math.min(text.length, MOST_UNITS);
    for (let unit = 0; unit < units; unit++) codes[at++] = text.charCodeAt(unit);
  }
  return { codes, starts };
}

export function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}
