import { describe, expect, test } from '@jest/globals';
import { checkTexts, textFault } from '../../../subgraphs/service/text-checks.ts';

describe('a text', () => {
  test.each([
    ['left out', undefined, null],
    ['null', null, null],
    ['plain', 'Ana María 😀', null],
    ['empty', '  ', '"x" must not be empty, but got: "  ".'],
    ['too long', 'a'.repeat(201), '"x" must have at most 200 characters, but has: 201.'],
    [
      'with U+0000',
      'a\u0000b',
      '"x" must be well-formed Unicode without U+0000, but is not at: 1.',
    ],
    [
      'with half a character',
      '😀\uD83D',
      '"x" must be well-formed Unicode without U+0000, but is not at: 2.',
    ],
  ])('%s', (_, text, fault) => {
    expect(textFault('x', text, 'name')).toBe(fault);
  });

  test('that people write may be long and empty', () => {
    expect(textFault('x', '', 'prose')).toBeNull();
    expect(textFault('x', 'a'.repeat(100_000), 'prose')).toBeNull();
  });

  test('is refused with the argument it came in', () => {
    expect(() => checkTexts([['input.subject', '', 'title']])).toThrow(
      'Argument "input.subject" must not be empty, but got: "".',
    );
  });
});
