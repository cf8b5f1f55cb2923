import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, print } from 'graphql';
import { sortDocument } from '../../schema/sort-document.ts';

const SDL = `
  type B implements Y & X @b @a(two: 2, one: 1) { z(y: Int, x: Int): Int a: Int @b @a }
  directive @a(two: Int, one: Int) repeatable on OBJECT | FIELD_DEFINITION
  directive @b on OBJECT | FIELD_DEFINITION
  schema { query: B }
  enum E { Z A }
  union U = E | B
  interface X { a: Int }
  """One line."""
  interface Y { a: Int }
`;

describe('sortDocument', () => {
  test('puts the schema first, then directives, then types, all by name', () => {
    expect(print(sortDocument(parse(SDL)))).toBe(`schema {
  query: B
}

directive @a(one: Int, two: Int) repeatable on FIELD_DEFINITION | OBJECT

directive @b on FIELD_DEFINITION | OBJECT

type B implements X & Y @a(one: 1, two: 2) @b {
  a: Int @a @b
  z(x: Int, y: Int): Int
}

enum E {
  A
  Z
}

union U = B | E

interface X {
  a: Int
}

"One line."
interface Y {
  a: Int
}`);
  });

  test('gives one text for every order of definitions', () => {
    const { definitions, kind } = parse(SDL);
    const sorted = print(sortDocument({ kind, definitions }));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...definitions], { minLength: definitions.length }),
        (shuffled) => {
          expect(print(sortDocument({ kind, definitions: shuffled }))).toBe(sorted);
        },
      ),
    );
  });
});
