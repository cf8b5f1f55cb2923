import { describe, expect, test } from '@jest/globals';
import { parse, print } from 'graphql';

import { sortKeys } from '../../../../gateway/plan/mend/sort-keys.ts';

const sorted = (sdl: string): string => print(sortKeys(parse(sdl)));
const written = (sdl: string): string => print(parse(sdl));

describe('keys', () => {
  test('that a subgraph can resolve stand before those that it cannot', () => {
    const sdl = `type A
      @join__type(graph: B, key: "one", resolvable: false)
      @join__type(graph: B, key: "two")
      @join__type(graph: B, key: "three", resolvable: false)
      @join__type(graph: B, key: "four", resolvable: true) { id: ID }`;
    expect(sorted(sdl)).toBe(
      written(`type A
      @join__type(graph: B, key: "two")
      @join__type(graph: B, key: "four", resolvable: true)
      @join__type(graph: B, key: "one", resolvable: false)
      @join__type(graph: B, key: "three", resolvable: false) { id: ID }`),
    );
  });

  test('of other subgraphs, and other directives, stay where they are', () => {
    const sdl = `interface A
      @join__type(graph: B, key: "one", resolvable: false)
      @join__type(graph: C, key: "other", resolvable: false)
      @tag(name: "x")
      @join__type(graph: B, key: "two") { id: ID }`;
    expect(sorted(sdl)).toBe(
      written(`interface A
      @join__type(graph: B, key: "two")
      @join__type(graph: C, key: "other", resolvable: false)
      @tag(name: "x")
      @join__type(graph: B, key: "one", resolvable: false) { id: ID }`),
    );
  });

  test('in order leave the document as it is', () => {
    const document = parse(`type A
      @join__type(graph: B, key: "one")
      @join__type(graph: B, key: "two", resolvable: false)
      @join__type(graph: C) { id: ID }`);
    expect(sortKeys(document)).toBe(document);
  });
});
