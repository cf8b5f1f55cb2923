import { describe, expect, test } from '@jest/globals';
import { composeServices } from '@theguild/federation-composition';
import { composeServices as composeByApollo } from '@apollo/composition';
import { parse } from 'graphql';
import pino from 'pino';

import { loadReferenceEngine } from '../../../gateway/execute/reference-engine.ts';
import { stripSecurity } from '../../../gateway/access/strip-security.ts';

const services = (imports: string, sdl: string) => [
  {
    name: 'one',
    url: 'http://127.0.0.1:1',
    typeDefs: parse(
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: [${imports}])\n${sdl}`,
    ),
  },
];

const plain = services(
  '"@authenticated", "@requiresScopes", "@policy", "@inaccessible"',
  `type Query @authenticated { a: Int @requiresScopes(scopes: [["x"]]) b: Day @policy(policies: [["p"]]) c: Int @inaccessible }
   scalar Day @requiresScopes(scopes: [["day"]])
   enum Size @authenticated { S } `,
);

const renamed = services(
  `{ name: "@authenticated", as: "@signedIn" }, { name: "@requiresScopes", as: "@needs" }, { name: "@policy", as: "@rule" }`,
  `type Query @signedIn { a: Int @needs(scopes: [["x"]]) b: Int @rule(policies: [["p"]]) }`,
);

function supergraphOf(result: { supergraphSdl?: string | undefined; errors?: unknown }): string {
  if (result.supergraphSdl === undefined) throw new Error(JSON.stringify(result.errors));
  return result.supergraphSdl;
}

const load = (supergraph: string) =>
  loadReferenceEngine({
    supergraph,
    clientFor: () => ({ send: () => Promise.reject(new Error('nobody is asked')) }),
    log: pino({ level: 'silent' }),
  });

describe('stripSecurity', () => {
  test.each([
    ['plain names, this composer', supergraphOf(composeServices(plain))],
    ['plain names, Apollo composer', supergraphOf(composeByApollo(plain))],
    ['renamed imports, this composer', supergraphOf(composeServices(renamed))],
    ['renamed imports, Apollo composer', supergraphOf(composeByApollo(renamed))],
  ])('gives a supergraph that the reference engine accepts: %s', async (_what, supergraph) => {
    await expect(load(supergraph)).rejects.toThrow(/SECURITY but is unsupported/);
    const stripped = stripSecurity(supergraph);
    await (await load(stripped)).stop();
    expect(stripped).not.toMatch(/authenticated|requiresScopes|policy|signedIn|needs|@rule/);
  });

  test('keeps every other directive', () => {
    const stripped = stripSecurity(supergraphOf(composeServices(plain)));
    expect(stripped).toContain('c: Int @inaccessible');
    expect(stripped).toContain('specs.apollo.dev/inaccessible/v0.2');
    expect(stripped).toContain('@join__type(graph: ONE)');
  });

  test('keeps a directive of another feature that took over the name', () => {
    const sdl = `
      schema @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://company.example/gate/v1.0", import: ["@policy"])
        @link(url: "https://specs.apollo.dev/policy/v0.1", as: "rule", for: SECURITY) { query: Query }
      type Query { a: Int @policy(of: "other") b: Int @rule(policies: [["p"]]) }`;
    const stripped = stripSecurity(sdl);
    expect(stripped).toContain('a: Int @policy(of: "other")');
    expect(stripped).toContain('b: Int\n');
  });

  test('drops a schema extension that held nothing but a security link', () => {
    const sdl = `
      extend schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
      type Query { a: Int @authenticated }`;
    expect(stripSecurity(sdl)).toBe('type Query {\n  a: Int\n}');
  });

  test('leaves an unprotected supergraph as it is', () => {
    expect(stripSecurity('type Query {\n  a: Int\n}')).toBe('type Query {\n  a: Int\n}');
  });
});
