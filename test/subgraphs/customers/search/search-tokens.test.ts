import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  searchTokens,
  searchWords,
  sortKey,
} from '../../../../subgraphs/customers/search/search-tokens.ts';
import { standardiseRecord } from '../../../../subgraphs/customers/standardise/standardise-record.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const tokensOf = (localId: string, raw: Readonly<Record<string, unknown>>) =>
  searchTokens([{ division: 'banking', localId, record: standardiseRecord(raw, NOW).record }]);

describe('search tokens', () => {
  test('are all by which somebody is found, once each', () => {
    const raw = {
      country: 'GB',
      name: { given: 'Anne-Marie', family: "O'Núñez" },
      emails: [{ address: 'Anne.Marie@B.example' }],
      phones: [{ number: '020 7946 0018' }],
    };
    expect(tokensOf('C-0042', raw)).toEqual(
      [
        'anne',
        'marie',
        'onunez',
        'anne.marie',
        'anne.marie@b.example',
        '442079460018',
        '2079460018',
        '02079460018',
        'c',
        '0042',
        'c0042',
      ].sort(),
    );
  });

  test('are cut, so that an index can hold them', () => {
    expect(tokensOf('x'.repeat(128), {})).toEqual(['x'.repeat(40)]);
  });
});

describe('search words', () => {
  test.each([
    ['  Anne-Marie O’Núñez ', ['onunez', 'marie', 'anne']],
    ['+44 (20) 7946-0018', ['442079460018']],
    ['555-0123', ['5550123']],
    ['Anne.Marie@B.ex', ['anne.marie@b.ex']],
    ['C-0042', ['0042', 'c']],
    ["% _ ' \\ ;", []],
    ['', []],
    ['a a a', ['a']],
    ['1 2', ['1', '2']],
  ])('%j are %j', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  test('are texts that a database can be asked for', () => {
    expect(searchWords('a\0b@c d\0e')).toEqual(['a\ufffdb@c', 'd', 'e']);
  });

  test('are not those that another one begins with', () => {
    expect(searchWords('an anna a ann bo anna')).toEqual(['anna', 'bo']);
  });

  test('are the longest, when there are many', () => {
    expect(searchWords('z dd ccc bbbb eeeee ffffff ggggggg x')).toEqual([
      'ggggggg',
      'ffffff',
      'eeeee',
      'bbbb',
      'ccc',
      'dd',
    ]);
  });

  test('are few and short, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const words = searchWords(text);
        expect(words.length).toBeLessThanOrEqual(6);
        for (const word of words) expect(word.length).toBeLessThanOrEqual(80);
        expect(words.join('')).not.toMatch(/[\0\s]/);
      }),
    );
  });

  test('find each local id by itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9./-]{0,20}$/), (localId) => {
        const tokens = tokensOf(localId, {});
        for (const word of searchWords(localId)) {
          expect(tokens.some((token) => token.startsWith(word))).toBe(true);
        }
      }),
    );
  });
});

describe('the order of the list', () => {
  test('is family name, then given name, nameless last', () => {
    const key = (given: string | null, family: string | null) =>
      sortKey({
        full: family ?? '',
        given,
        family,
        additional: null,
        honorificPrefix: null,
        honorificSuffix: null,
      });
    const sorted = [key('Ann', 'Lee'), key('Bob', 'Lee'), key('Ann', 'Leeds'), sortKey(null)];
    expect([...sorted].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))).toEqual(
      sorted,
    );
  });
});
