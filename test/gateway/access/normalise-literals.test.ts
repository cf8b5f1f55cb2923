import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, print, validate } from 'graphql';

import { normaliseLiterals } from '../../../gateway/access/normalise-literals.ts';

const schema = buildSchema(`
  scalar Decimal
  enum Kind { A B }
  input Range { from: Int, to: Int, kind: Kind, amount: Decimal, deep: Range }
  type Query {
    one(id: ID!, first: Int = 3, names: [[String!]], ratio: Float, kind: Kind, flag: Boolean): Query
    many(range: Range, amount: Decimal, ids: [ID!]): Query
    name: String
  }
`);

/** The normalised document on one line, and its literals. */
function normalise(query: string): { text: string; literals: unknown } {
  const source = parse(query);
  expect(validate(schema, source)).toEqual([]);
  const { document, literals } = normaliseLiterals(source, schema);
  expect(validate(schema, document)).toEqual([]);
  return { text: print(document).replace(/\s+/g, ' '), literals };
}

describe('normaliseLiterals', () => {
  test('puts variables in the place of numbers, texts and lists', () => {
    expect(normalise('{ one(id: 7, first: 2, names: ["a"], ratio: 1) { name } }')).toEqual({
      text:
        'query ($__ac_l0: ID!, $__ac_l1: Int, $__ac_l2: [[String!]], $__ac_l3: Float) ' +
        '{ one(id: $__ac_l0, first: $__ac_l1, names: $__ac_l2, ratio: $__ac_l3) { name } }',
      literals: { __ac_l0: '7', __ac_l1: 2, __ac_l2: ['a'], __ac_l3: 1 },
    });
  });

  test('leaves names, booleans, null and conditions as they stand', () => {
    const query = '{ one(id: $i, kind: A, flag: true, names: null) @skip(if: false) { name } }';
    const { text, literals } = normalise(`query ($i: ID!) ${query}`);
    expect(text).toBe(`query ($i: ID!) ${query}`);
    expect(literals).toEqual({});
  });

  test('is the same document for documents that differ in literals alone', () => {
    const one = normalise('{ many(range: { from: 1, kind: A }) { name } }');
    const other = normalise('{ many(range: { from: 2, kind: A }) { name } }');
    expect(other.text).toBe(one.text);
    expect(other.literals).toEqual({ __ac_l0: { from: 2, kind: 'A' } });
  });

  test('gives equal values of one type one variable, so that fields still merge', () => {
    const { text } = normalise(
      '{ one(id: "1") { name } ...F } fragment F on Query { one(id: "1") { name } }',
    );
    expect(text.match(/\$__ac_l0/g)).toHaveLength(3);
    expect(text).not.toContain('__ac_l1');
  });

  test('goes inside a list or an object that holds a variable', () => {
    const query =
      'query ($i: ID!, $n: Int) { many(ids: [$i, "x"], range: { from: $n, to: 9 }) { name } }';
    const { text, literals } = normalise(query);
    expect(text).toContain('many(ids: [$i, $__ac_l0], range: {from: $n, to: $__ac_l1})');
    expect(literals).toEqual({ __ac_l0: 'x', __ac_l1: 9 });
  });

  test("leaves a number of a scalar of the company's own, whose digits JSON would round", () => {
    const { text, literals } = normalise('{ many(amount: 12345678901234567890.5) { name } }');
    expect(text).toContain('many(amount: 12345678901234567890.5)');
    expect(literals).toEqual({});
    const inside = normalise('{ many(range: { amount: 1, from: 2 }) { name } }');
    expect(inside.literals).toEqual({ __ac_l0: 2 });
    expect(normalise('{ many(amount: "1.50") { name } }').literals).toEqual({ __ac_l0: '1.50' });
  });

  test('takes one element for a list, as a variable does', () => {
    expect(normalise('{ many(ids: "x") { name } }').literals).toEqual({ __ac_l0: 'x' });
  });

  test('hands on a document without literals as the same object', () => {
    const document = parse('{ name }');
    expect(normaliseLiterals(document, schema).document).toBe(document);
  });
});
