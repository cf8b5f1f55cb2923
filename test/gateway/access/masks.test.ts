import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, Source } from 'graphql';

import { AccessFaults, createAccessControl } from '../../../gateway/access/access-control.ts';
import { stripSecurity } from '../../../gateway/access/strip-security.ts';
import type { Caller } from '../../../gateway/auth/caller.ts';
import type { SubgraphCall, SubgraphResult } from '../../../gateway/execute/subgraph-client.ts';
import { composeTiny } from '../../support/tiny-company.ts';
import { engineUnderTest } from '../execute/engine-under-test.ts';
import type { EngineUnderTest } from '../execute/engine-under-test.ts';
import { bothEngines, loaders } from '../execute/federation/start-graph.ts';

const LINKS = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@requiresScopes", "@composeDirective"])
    @link(url: "https://specs.switchboard.example/standards/v1.0", import: ["@mask"])
    @composeDirective(name: "@mask")
  directive @mask(scopes: [[String!]!]!, as: MaskKind!, keep: Int) on FIELD_DEFINITION | OBJECT
  enum MaskKind { BUCKET DOMAIN INITIALS LAST LOCALITY YEAR }`;
const SDL = `${LINKS}
  scalar Date
  type Query { user: User named: [Named] }
  interface Named { name: String }
  type User implements Named @key(fields: "id") {
    id: ID!
    name: String @requiresScopes(scopes: [["name"], ["masked"]]) @mask(scopes: [["name"]], as: INITIALS)
    born: Date @mask(scopes: [["born"]], as: YEAR)
    numbers: [[String]] @mask(scopes: [["numbers"]], as: LAST, keep: 2)
    address: Address
  }
  type Firm implements Named { name: String }
  type Address @mask(scopes: [["address"]], as: LOCALITY) { street: String locality: String geo: Geo }
  type Geo { latitude: Float }`;

/** What a room holds that masks nothing, as none of ours would. */
const RAW = {
  __typename: 'User',
  id: '1',
  name: 'Ana López',
  born: '1984-05-17',
  numbers: [['11112222', null], null, ['1', 5]],
  address: { street: 'Main St 1', locality: 'Santa Fe', geo: { latitude: 35.6 } },
};
const FIRM = { __typename: 'Firm', name: 'Acme Works' };

const room = buildSubgraphSchema({ typeDefs: parse(SDL) });

/** What the room says of the user against its schema. */
let wrong: Readonly<Record<string, unknown>> = {};

async function answer({ body }: SubgraphCall): Promise<SubgraphResult> {
  const { query } = JSON.parse(body) as { query: string };
  const rootValue = { user: RAW, named: [RAW, FIRM] };
  const result = await execute({ schema: room, document: parse(query), rootValue });
  // Through JSON, as over the wire.
  const read = JSON.parse(JSON.stringify(result)) as { data: { user?: object } };
  if (read.data.user !== undefined) Object.assign(read.data.user, wrong);
  return read;
}

const callerWith = (scopes: readonly string[]): Caller => ({
  ...{ subject: 's', roles: [], scopes, division: null, teams: [], purpose: null },
  expiresAt: Number.POSITIVE_INFINITY,
});

const supergraph = composeTiny([{ name: 'room', url: 'http://room.example/graphql', sdl: SDL }]);
const access = createAccessControl({ supergraph });
const QUERY = '{ user { name born numbers address { street locality geo { latitude } } } }';

describe.each(bothEngines)('masks over the %s engine', (engineName) => {
  let engine: EngineUnderTest;
  beforeAll(async () => {
    engine = await engineUnderTest(loaders[engineName], {
      supergraph: stripSecurity(supergraph),
      access,
      clientFor: () => ({ send: answer }),
    });
  });
  afterAll(() => engine.stop());

  const ask = async (query: string, scopes: readonly string[]) => {
    const { data, errors } = await engine.ask({
      document: parse(query),
      caller: callerWith(scopes),
    });
    expect(errors).toEqual([]);
    return data;
  };
  const masked = {
    name: 'A. L.',
    born: '1984-01-01',
    numbers: [['**22', null], null, ['**', '**']],
    address: { street: null, locality: 'Santa Fe', geo: null },
  };

  test('61. are put on by the gateway where a room forgot them', async () => {
    expect(await ask(QUERY, ['masked'])).toEqual({ user: masked });
  });

  test('are seen through by who holds their scopes, each by itself', async () => {
    expect(await ask(QUERY, ['name', 'address'])).toEqual({
      user: { ...masked, name: RAW.name, address: RAW.address },
    });
    const { name, born } = RAW;
    expect(await ask('{ user { name born } }', ['name', 'born'])).toEqual({ user: { name, born } });
  });

  test('follow the field under every alias, and whoever asked before', async () => {
    const query = '{ user { x: name born: name } }';
    const open = { user: { x: RAW.name, born: RAW.name } };
    expect(await ask(query, ['name'])).toEqual(open);
    expect(await ask(query, ['masked'])).toEqual({ user: { x: 'A. L.', born: 'A. L.' } });
    expect(await ask(query, ['name'])).toEqual(open);
  });

  test('of one type behind an interface leave the other as it is', async () => {
    expect(await ask('{ named { name } }', ['masked'])).toEqual({
      named: [{ name: 'A. L.' }, { name: FIRM.name }],
    });
  });

  test('show nothing of a value that is not of its type, and that is an error', async () => {
    const document = parse('{ user { name numbers } }');
    const caller = callerWith(['masked']);
    wrong = { name: { first: 'Ana' }, numbers: [['11112222', ['33']]] };
    const { data, errors } = await engine.ask({ document, caller }).finally(() => (wrong = {}));
    expect(data).toEqual({ user: { name: null, numbers: [['**22', null]] } });
    const found = errors.map(({ path = [], extensions }) => [path.join('.'), extensions.code]);
    // The reference drops them without a word.
    const expected = [
      ['user.name', 'SUBGRAPH_VALUE_INVALID'],
      ['user.numbers.0.1', 'SUBGRAPH_VALUE_INVALID'],
    ];
    expect(found).toEqual(engineName === 'native' ? expected : []);
  });

  test('open nothing: who may not read the field at all is denied it', async () => {
    const { data, errors } = await engine.ask({
      document: parse('{ user { name born } }'),
      caller: callerWith(['born']),
    });
    expect(data).toEqual({ user: { name: null, born: RAW.born } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FIELD_FORBIDDEN']);
  });
});

describe('a mask of which there is any doubt', () => {
  const faultsOf = (fields: string, more = ''): readonly string[] => {
    const text = `${LINKS.replace('extend schema', 'schema')} ${more}
      type Query { ${fields} }`.replace(/@composeDirective\(.*\)/, '{ query: Query }');
    try {
      createAccessControl({ supergraph: parse(new Source(text, 's.graphql')) });
      return [];
    } catch (error) {
      return error instanceof AccessFaults ? error.faults : [String(error)];
    }
  };

  test.each([
    [
      'a: Int @mask(scopes: [["x"]], as: YEAR)',
      '"Query.a": @mask as YEAR must stand on a field of type',
    ],
    [
      'a: String! @mask(scopes: [["x"]], as: LAST)',
      '"Query.a": @mask must stand on a nullable field',
    ],
    ['a: String @mask(scopes: [], as: LAST)', '"Query.a": @mask must name at least one scope'],
    ['a: String @mask(scopes: [["x"]], as: NONE)', '"Query.a": @mask must say `as` one of'],
    [
      'a(b: Int @mask(scopes: [["x"]], as: BUCKET)): Int',
      '@mask must stand on an object type or on',
    ],
    [
      'a: String @mask(scopes: [["x"]], as: LAST) @mask(scopes: [["y"]], as: LAST)',
      '"Query.a": @mask must say the same wherever it stands on one field.',
    ],
  ])('stops the start: %s', (field, message) => {
    const [fault] = faultsOf(field);
    expect(fault).toContain(message);
    expect(fault).toMatch(/^s\.graphql:\d+:\d+ /);
  });

  test('is none when the copies of two rooms say the same', () => {
    const twice = '@mask(scopes: [["x"]], as: LAST) @mask(scopes: [["x"]], as: LAST)';
    expect(faultsOf(`a: String ${twice}`)).toEqual([]);
  });
});
