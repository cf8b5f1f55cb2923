import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { buildSchema, isObjectType, parse, printSchema, validateSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';

import { readGraph } from '../../../gateway/access/graph-model.ts';
import { narrowSchema } from '../../../gateway/access/narrow-schema.ts';
import { SchemaViews } from '../../../gateway/access/schema-view.ts';
import { readRoleScopes } from '../../../gateway/auth/role-scopes.ts';
import { namedPolicies } from '../../../schema/access/rules.ts';

const readSchemaFile = (name: string): string =>
  readFileSync(new URL(`../../../schema/${name}`, import.meta.url), 'utf8');

/** The schema that somebody with these scopes gets to know. */
async function knownBy(
  scopes: readonly string[],
  supergraph: string,
  api: GraphQLSchema,
): Promise<GraphQLSchema> {
  const faults: string[] = [];
  const views = new SchemaViews(readGraph(parse(supergraph), faults), namedPolicies);
  expect(faults).toEqual([]);
  const view = await views.viewOf({
    caller: { scopes, division: null, teams: ['t1'], purpose: null },
  });
  return view === null ? api : narrowSchema(api, view);
}

describe('the schema that a caller gets to know', () => {
  const SDL = `
    type Query { thing(secret: Int GIVE, by: By, filter: Filter, only: Only): Thing hidden: Hidden lone: Lone dark: Dark READ }
    type Mutation { write(input: Written): Int READ }
    interface Named { name: String code: String }
    type Thing implements Named { name: String code: String READ other: Other }
    type Firm implements Named { name: String code: String }
    type Other { back: Thing deep: Deep }
    type Deep { x: Int READ }
    type Hidden { x: Int READ }
    interface Lone { a: Int b: Int READ }
    type Dark { glow: Glow }
    enum Glow { ON }
    union Both = Thing | Dark
    enum By { NAME SECRET GIVE }
    input Filter { name: String secret: Int GIVE and: Filter }
    input Only { secret: Int GIVE }
    input Written { x: Int }`;
  const bare = SDL.replaceAll(/READ|GIVE/g, '');
  const guarded = SDL.replaceAll('READ', '@requiresScopes(scopes: [["read"]])').replaceAll(
    'GIVE',
    '@access(scopes: [["give"]])',
  );
  const knownTo = (...scopes: string[]): Promise<GraphQLSchema> =>
    knownBy(scopes, guarded, buildSchema(bare));

  test('has what they may read and give, and nothing that this does not lead to', async () => {
    const known = await knownTo();
    expect(validateSchema(known)).toEqual([]);
    expect(printSchema(known)).toBe(
      printSchema(
        buildSchema(`
          type Query { thing(by: By, filter: Filter): Thing lone: Lone }
          interface Named { name: String }
          type Thing implements Named { name: String other: Other }
          type Firm implements Named { name: String code: String }
          type Other { back: Thing }
          interface Lone { a: Int }
          enum By { NAME }
          input Filter { name: String and: Filter }`),
      ),
    );
  });

  test('is the whole one for who may read and give everything', async () => {
    expect(printSchema(await knownTo('read', 'give'))).toBe(printSchema(buildSchema(bare)));
  });

  test('grows by what one more scope opens', async () => {
    const known = await knownTo('read');
    expect(known.getType('Deep')).toBeDefined();
    expect(known.getType('Only')).toBeUndefined();
    expect(known.getMutationType()?.name).toBe('Mutation');
  });

  test('is the same object for callers who see the same', async () => {
    const views = new SchemaViews(readGraph(parse(guarded), []), namedPolicies);
    const viewOf = (scopes: readonly string[]) =>
      views.viewOf({ caller: { scopes, division: null, teams: [], purpose: null } });
    expect(await viewOf(['x'])).toBe(await viewOf(['y', 'z']));
    expect(await viewOf(['read'])).not.toBe(await viewOf(['y']));
    expect(await viewOf(['read', 'give'])).toBeNull();
  });

  test('has an empty root where nothing may be asked', async () => {
    const closed = 'type Query { a: Int @requiresScopes(scopes: [["no"]]) }';
    const known = await knownBy([], closed, buildSchema('type Query { a: Int }'));
    expect(known.getQueryType()?.getFields()).toEqual({});
  });
});

describe("the company's graph", () => {
  const api = buildSchema(readSchemaFile('api.graphql'));
  const supergraph = readSchemaFile('supergraph.graphql');

  test.each([...readRoleScopes()])('is a valid schema for the role %s', async (role, scopes) => {
    const known = await knownBy(scopes, supergraph, api);
    expect(
      validateSchema(known).filter(({ message }) => !/Query must define/.test(message)),
    ).toEqual([]);
    const fields = (type: string): readonly string[] => {
      const found = known.getType(type);
      return isObjectType(found) ? Object.keys(found.getFields()) : [];
    };
    expect(fields('Account').includes('balance')).toBe(scopes.includes('finance:read'));
    expect(fields('Customer').includes('birthDate')).toBe(
      scopes.includes('pii:birthdate') || scopes.includes('masked:birthdate'),
    );
    expect(known.getType('OpenCaseInput') !== undefined).toBe(scopes.includes('service:write'));
    expect(role).not.toBe('');
  });
});
