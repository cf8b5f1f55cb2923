import { describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';

import { readConfig } from '../../../gateway/config.ts';
import { createDocumentCheck, hashDocument } from '../../../gateway/limits/checked-documents.ts';
import { checkVariableLimits } from '../../../gateway/limits/variable-limits.ts';

const { limits } = readConfig({});

function refusal(text: string): unknown {
  try {
    createDocumentCheck(limits)(text, hashDocument(text));
    return null;
  } catch (error) {
    if (!(error instanceof Error) || !('extensions' in error)) throw error;
    const { code, measure } = error.extensions as { code: string; measure?: string };
    return measure === undefined ? code : `${code} ${measure}`;
  }
}

const repeat = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join(' ');
const nest = (levels: number): string => '{ a '.repeat(levels) + '}'.repeat(levels);
const doubling = (levels: number): string =>
  `{ ...F0 } ${repeat(levels, (n) => `fragment F${n} on T { a: x { ...F${n + 1} } b: x { ...F${n + 1} } }`)}
   fragment F${levels} on T { id }`;

describe('the size of an operation', () => {
  test('what tools and people send passes', () => {
    expect(refusal(getIntrospectionQuery())).toBeNull();
    expect(refusal(nest(16))).toBeNull();
    expect(refusal('query A { a } query B { b }')).toBeNull();
    expect(refusal(repeat(1, () => '{ a { ...F ...F } } fragment F on T { id }'))).toBeNull();
  });

  const tooLarge: readonly [string, string, string][] = [
    ['depth', nest(17), 'depth'],
    ['depth through fragments', `{ ...F } fragment F on T ${nest(17)}`, 'depth'],
    [
      'fragments in fragments',
      `{ ${'... { '.repeat(60)} id ${'}'.repeat(60)} }`,
      'nested selections',
    ],
    ['2000 aliases', `{ a { ${repeat(2_000, (n) => `x${n}: id`)} } }`, 'aliases'],
    [
      'aliases by fragments',
      `{ ${repeat(15, (n) => `f${n} { ...F }`)} } fragment F on T { ${repeat(10, (n) => `x${n}: id`)} }`,
      'aliases',
    ],
    ['21 root fields', `{ ${repeat(21, (n) => `f${n}`)} }`, 'root fields'],
    [
      'root fields by fragments',
      `{ ...F } fragment F on Query { ${repeat(21, (n) => `f${n}`)} }`,
      'root fields',
    ],
    ['14 doubling fragments', doubling(14), 'expanded nodes'],
    ['60 doubling fragments', doubling(60), 'expanded nodes'],
    ['6000 fields', `{ a { ${repeat(6_000, (n) => `f${n}`)} } }`, 'expanded nodes'],
    ['one field 1500 times', `{ a { ${repeat(1_500, () => 'id')} } }`, 'repetitions of one field'],
    [
      'one field by many parents',
      `{ ${repeat(8, () => `a { ${repeat(8, () => 'id')} }`)} }`,
      'repetitions of one field',
    ],
    ['11000 tokens', `{ ${repeat(11_000, () => 'a')} }`, 'tokens'],
    ['a list of 1001', `{ a(ids: [${repeat(1_001, String)}]) }`, 'list elements'],
    ['a directive bomb', `{ a ${repeat(4_000, () => '@include(if: true)')} }`, 'tokens'],
  ];
  test.each(tooLarge)('%s is refused', (_, text, measure) => {
    expect(refusal(text)).toBe(`OPERATION_TOO_LARGE ${measure}`);
  });

  test('the message says which measure, the limit and what came', () => {
    expect(() => createDocumentCheck(limits)(nest(17), '')).toThrow(
      'Operation must have at most 16 depth, but got: 17.',
    );
  });

  test('circles and idle fragments are refused as validation would', () => {
    const circle = '{ ...A } fragment A on T { ...B } fragment B on T { a { ...A } }';
    expect(refusal(circle)).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(refusal('{ a } fragment A on T { a }')).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(refusal('{ a } fragment A on T { ...A }')).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('what is not GraphQL is refused, brackets without end too', () => {
    expect(refusal('{ a')).toBe('GRAPHQL_PARSE_FAILED');
    expect(refusal('')).toBe('GRAPHQL_PARSE_FAILED');
    expect(refusal('{a'.repeat(4_900))).toBe('GRAPHQL_PARSE_FAILED');
    expect(refusal(`{ a(x: ${'['.repeat(9_000)}) }`)).toBe('GRAPHQL_PARSE_FAILED');
  });

  test('doubling a doubling costs no more steps: 400 levels are counted like 14', () => {
    expect(refusal(doubling(400))).toBe('OPERATION_TOO_LARGE expanded nodes');
  });
});

describe('the size of variables', () => {
  const check = (variables: unknown) => () => checkVariableLimits(variables, limits);

  test('what fits passes, and what is none', () => {
    expect(check({ ids: Array.from({ length: 1_000 }, String) })).not.toThrow();
    expect(check(null)).not.toThrow();
    expect(check(undefined)).not.toThrow();
  });

  test('endless lists and ten thousand levels are refused', () => {
    expect(check({ a: { b: Array.from({ length: 1_001 }, () => 1) } })).toThrow(
      '1000 list elements',
    );
    expect(check(JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`))).toThrow(
      'variable depth',
    );
  });
});
