import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cleanText,
  comparisonKey,
  foldLetters,
  standardiseText,
} from '../../../../subgraphs/customers/standardise/text.ts';

/** Any text, halves of characters and control characters included. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('text', () => {
  test.each([
    ['  Ｅｍｍａ   Smith ', 'Emma Smith'],
    ['Zoë\u0000\n Lee', 'Zoë Lee'],
    ['\u202Ehtims', 'htims'],
    ['ﬁn', 'fin'],
  ])('%j is shown as %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  test.each([
    ["O'Brien", 'obrien'],
    ['O’Brien', 'obrien'],
    ['Anne-Marie', 'anne marie'],
    ['José Núñez', 'jose nunez'],
    ['Łukasz Strauß', 'lukasz strauss'],
    ['İSTANBUL', 'istanbul'],
    ['राम', 'राम'],
    ['!!', ''],
  ])('%j is compared as %j', (text, expected) => {
    expect(comparisonKey(text)).toBe(expected);
  });

  test('cleaning, folding and keys change nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [clean, key, folded] = [cleanText(text), comparisonKey(text), foldLetters(text)];
        expect(cleanText(clean)).toBe(clean);
        expect(comparisonKey(key)).toBe(key);
        expect(foldLetters(folded)).toBe(folded);
      }),
      { numRuns: 500 },
    );
  });

  test('what means nothing is absent, what is no text or too long is a fault', () => {
    expect([null, undefined, '', ' - ', 'N/A'].map((it) => standardiseText(it).kind)).toEqual(
      Array(5).fill('absent'),
    );
    expect([1, {}, [], true, 'x'.repeat(501)].map((it) => standardiseText(it).kind)).toEqual(
      Array(5).fill('fault'),
    );
  });
});
