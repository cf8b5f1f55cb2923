import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { rule } from '../../../schema/access/graphql-shield.ts';
import { namedPolicies, type NamedPolicies } from '../../../schema/access/rules.ts';
import type { Caller } from '../../../subgraphs/kit/caller.ts';
import { createFieldGuard } from '../../../subgraphs/kit/field-guard.ts';
import { roomOwners } from '../../../subgraphs/kit/room-owners.ts';
import { roomRequirements } from '../../../subgraphs/kit/room-requirements.ts';
import { buildRoomSchema } from '../../../subgraphs/kit/room-schema.ts';
import { readRoomSdl } from '../../../subgraphs/kit/room-sdl.ts';

type Context = { readonly caller: Caller };

const sdl = readRoomSdl({
  name: 'guarded',
  schemaFile: new URL('./guarded.graphql', import.meta.url),
});

const changes: string[] = [];
const person = { __typename: 'Person', id: '1', name: 'Ann', secret: { text: 's' }, note: 'n' };

const schema = buildRoomSchema(sdl, {
  Query: {
    person: () => person,
    things: () => [
      { __typename: 'Chair', label: 'c' },
      { __typename: 'Safe', label: 's' },
    ],
    open: () => 'o',
  },
  Mutation: { rename: (_: unknown, { id }: { id: string }) => (changes.push(id), person) },
  Person: { __resolveReference: () => person },
});

const ENTITY =
  '{ _entities(representations: [{ __typename: "Person", id: "1" }]) { ... on Person { name } } }';

const guardWith = (policies: NamedPolicies) =>
  createFieldGuard({
    schema,
    requirements: roomRequirements(sdl),
    owners: roomOwners(sdl, new Map([['people/registry', 'registry@people.example']])),
    policies,
    judges: [],
    log: pino({ level: 'silent' }),
  });

describe('a room that guards its fields', () => {
  let asked = 0;
  const statedPurpose = rule('counted')((_p, _a, { caller }: { caller: Caller }) => {
    asked += 1;
    if (caller.purpose === 'crash') throw new Error('the rule broke');
    return caller.purpose !== null;
  });
  const server = new ApolloServer<Context>({
    schema,
    plugins: [guardWith({ ...namedPolicies, statedPurpose })],
    logger: pino({ level: 'silent' }),
  });
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  beforeEach(() => {
    changes.length = 0;
    asked = 0;
  });

  const ask = async (
    query: string,
    scopes: readonly string[] = [],
    purpose: string | null = null,
  ) => {
    const caller = { subject: 'u1', roles: [], scopes, division: null, teams: [], purpose };
    const { body } = await server.executeOperation({ query }, { contextValue: { caller } });
    if (body.kind !== 'single') throw new Error('more than one answer');
    const { data, errors = [] } = body.singleResult;
    const extensions = errors.map((error) => error.extensions);
    return { data, codes: extensions.map((one) => one?.['code']), extensions };
  };
  const refused = { data: undefined, codes: ['FORBIDDEN'], extensions: [{ code: 'FORBIDDEN' }] };

  test('answers who may read all that is asked', async () => {
    const { data, codes } = await ask('{ person(id: "1") { id name } }', ['name']);
    expect([JSON.parse(JSON.stringify(data)), codes]).toEqual([
      { person: { id: '1', name: 'Ann' } },
      [],
    ]);
    expect((await ask('{ person(id: "1") { name } }', ['all', 'audit'])).codes).toEqual([]);
    expect((await ask('{ open __typename _service { sdl } }')).codes).toEqual([]);
  });

  test.each([
    ['a field', '{ person(id: "1") { id name } }', ['all']],
    ['a field under an alias', '{ person(id: "1") { id: name } }', []],
    [
      'a field in a fragment',
      'query { ...F } fragment F on Query { person(id: "1") { name } }',
      [],
    ],
    ['the type that a field returns', '{ person(id: "1") { secret { __typename } } }', ['name']],
    ['a type behind an interface', '{ things { label } }', ['name']],
    ['a field of an entity', ENTITY, []],
  ])('refuses all of a request for the sake of %s', async (_, query, scopes) => {
    expect(await ask(query, scopes)).toEqual(refused);
  });

  test('a mutation of which a part is denied changes nothing', async () => {
    expect(await ask('mutation { rename(id: "1") { name } }', ['people:write'])).toEqual(refused);
    expect(await ask('mutation { rename(id: "1") { id } }', ['name'])).toEqual(refused);
    expect(changes).toEqual([]);
    expect((await ask('mutation { rename(id: "1") { id } }', ['people:write'])).codes).toEqual([]);
    expect(changes).toEqual(['1']);
  });

  test('evaluates a rule once a request, however many fields and objects ask it', async () => {
    const query = '{ a: person(id: "1") { note } b: person(id: "2") { note other: note } }';
    expect((await ask(query, [], 'service')).codes).toEqual([]);
    expect(asked).toBe(1);
    expect(await ask(query)).toEqual(refused);
    expect(asked).toBe(2);
  });

  test('a rule that throws is a no', async () => {
    expect(await ask('{ person(id: "1") { note } }', [], 'crash')).toEqual(refused);
  });

  test('says neither rule nor field', async () => {
    const caller = {
      subject: 'u1',
      roles: [],
      scopes: [],
      division: null,
      teams: [],
      purpose: null,
    };
    const query = '{ person(id: "1") { name note } }';
    const answer = await server.executeOperation({ query }, { contextValue: { caller } });
    expect(JSON.stringify(answer.body)).not.toMatch(/name|note|scope|purpose|polic/i);
  });

  test.each([
    [
      'a field and its owner',
      '{ person(id: "1") { name } }',
      {
        rule: 'scope:name or scope:all and scope:audit',
        owner: { division: 'people', steward: 'register', contact: null },
      },
    ],
    [
      'a field whose type has the owner',
      '{ person(id: "1") { note } }',
      {
        rule: 'policy:statedPurpose',
        owner: { division: 'people', steward: 'registry', contact: 'registry@people.example' },
      },
    ],
    [
      'a field without an owner',
      '{ things { label } }',
      { rule: 'authenticated and scope:secret', owner: null },
    ],
  ])('says the rule of %s to who may know it', async (_, query, reason) => {
    const { extensions } = await ask(query, ['access:reasons']);
    expect(extensions).toMatchObject([{ code: 'FORBIDDEN', ...reason }]);
  });
});

test('a room that names a policy about objects and does not judge them does not start', () => {
  const { servesThisCustomer } = namedPolicies;
  expect(() => guardWith({ ...namedPolicies, statedPurpose: servesThisCustomer as never })).toThrow(
    'Policy "servesThisCustomer" is about objects, and the room must judge them by it.',
  );
});

test('a room that names a policy without a rule does not start', () => {
  expect(() => guardWith({})).toThrow('Policy "statedPurpose" has no rule.');
});
