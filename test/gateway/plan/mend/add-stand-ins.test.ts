import { describe, expect, test } from '@jest/globals';
import { parse, print } from 'graphql';

import { addStandIns } from '../../../../gateway/plan/mend/add-stand-ins.ts';
import type { StandInGraph } from '../../../../gateway/plan/mend/add-stand-ins.ts';

const GRAPHS = `enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b-shop", url: "") }`;

function standInGraph(sdl: string): StandInGraph {
  const graph = addStandIns(parse(`${GRAPHS}\n${sdl}`));
  if (graph === null) throw new Error('Nothing was added.');
  return graph;
}

const written = (sdl: string): string => print(parse(`${GRAPHS}\n${sdl}`));

describe('stand-ins', () => {
  test('take the place of fields with arguments', () => {
    const sdl = `type Product @join__type(graph: A, key: "upc") @join__type(graph: B, key: "upc") {
      upc: ID!
      weight: Int @join__field(graph: A, external: true) @join__field(graph: B)
      "What it costs."
      price(currency: String!): Int! @join__field(graph: A, external: true) @join__field(graph: B) @tag(name: "x")
      inDollars: Int @join__field(graph: A, requires: "price(currency: \\"USD\\") weight")
    }`;
    expect(print(standInGraph(sdl).document)).toBe(
      written(`type Product @join__type(graph: A, key: "upc") @join__type(graph: B, key: "upc") {
      upc: ID!
      weight: Int @join__field(graph: A, external: true) @join__field(graph: B)
      "What it costs."
      price(currency: String!): Int! @join__field(graph: A, external: true) @join__field(graph: B) @tag(name: "x")
      inDollars: Int @join__field(graph: A, requires: "price__args_1 weight")
      price__args_1: Int! @join__field(graph: A, external: true) @join__field(graph: B)
    }`),
    );
  });

  test('are shared by what is written alike, whoever requires it', () => {
    const { document, standIns, needsOf } = standInGraph(`type T {
      p(x: Int = 1, y: E): Int
      one: Int @join__field(graph: A, requires: "p(x: 1, y: LOW)") @join__field(graph: B, requires: "p(x: 2)")
      two: Int @join__field(graph: B, requires: "p(x:1,y:LOW)")
      three: Int @join__field(graph: A, requires: "p")
    }`);
    expect(
      Array.from(standIns.values(), ({ field, arguments: given }) => [field, given.map(print)]),
    ).toEqual([
      ['p', ['x: 1', 'y: LOW']],
      ['p', ['x: 2']],
      ['p', []],
    ]);
    expect(print(document)).toContain('two: Int @join__field(graph: B, requires: "p__args_1")');
    expect(needsOf('a', 'T', 'one')).toEqual(new Set(['p__args_1']));
    expect(needsOf('b-shop', 'T', 'one')).toEqual(new Set(['p__args_2']));
    expect(needsOf('a', 'T', 'two')).toEqual(new Set());
  });

  test('stand for fields inside of others, in lists and fragments', () => {
    const { document, needsOf } = standInGraph(`
      type T { inner(most: Int): [[Inner!]!] f: Int @join__field(graph: A, requires: "inner(most: 2) { name ... on Inner { p(x: [1]) } }") }
      type Inner { name: String p(x: [Int]): Int @join__field(graph: B) }`);
    const text = print(document);
    expect(text).toContain('requires: "inner__args_2{name ...on Inner{p__args_1}}"');
    expect(text).toContain('inner__args_2: [[Inner!]!]\n');
    expect(text).toContain('p__args_1: Int @join__field(graph: B)');
    expect(needsOf('a', 'T', 'f')).toEqual(new Set(['inner__args_2', 'p__args_1']));
  });

  test('of an interface are in all types that have it', () => {
    const { document, needsOf } = standInGraph(`
      interface Media { title(lang: String): String label: String @join__field(graph: A, requires: "title(lang: \\"de\\")") }
      type Book implements Media { title(lang: String): String @join__field(graph: B) label: String @join__field }
      type Other { title(lang: String): String }`);
    const text = print(document);
    expect(text.match(/title__args_1: String\b/g)).toHaveLength(2);
    expect(text).toContain('title__args_1: String @join__field(graph: B)');
    expect(needsOf('a', 'Media', 'label')).toEqual(new Set(['title__args_1']));
  });

  test('stand for a field that takes arguments in an implementation alone', () => {
    const { document } = standInGraph(`
      interface Media { title: String }
      type Book implements Media { title(lang: String): String }
      type T { media: Media f: Int @join__field(graph: A, requires: "media { title }") }`);
    expect(print(document)).toContain('requires: "media{title__args_1}"');
  });

  test('that are required for others have needs of their own', () => {
    const { needsOf } = standInGraph(`type T {
      p(x: Int): Int
      q(x: Int): Int @join__field(graph: A, requires: "p(x: 1)")
      f: Int @join__field(graph: B, requires: "q(x: 2)")
    }`);
    expect(needsOf('b-shop', 'T', 'f')).toEqual(new Set(['q__args_2']));
    expect(needsOf('a', 'T', 'q__args_2')).toEqual(new Set(['p__args_1']));
  });

  test('have names that no field has', () => {
    const { standIns } = standInGraph(`
      type T { p(x: Int): Int f: Int @join__field(graph: A, requires: "p(x: 1)") }
      type U { p__args_1: Int }`);
    expect([...standIns.keys()]).toEqual(['p__args_2']);
  });

  test('are not needed where nothing with arguments is required', () => {
    const sdl = `type T {
      p(x: Int): Int
      q: Int
      f: Int @join__field(graph: A, requires: "q")
    }`;
    expect(addStandIns(parse(`${GRAPHS}\n${sdl}`))).toBeNull();
  });
});
