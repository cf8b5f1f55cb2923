import { describe, expect, test } from '@jest/globals';
import { execute, parse } from 'graphql';
import { masksOfRoom } from '../../../schema/lint/room-masks.ts';
import { roomOf } from '../../../schema/read-room.ts';
import type { Caller } from '../../../subgraphs/kit/caller.ts';
import { buildRoomSchema } from '../../../subgraphs/kit/room-schema.ts';

const LINKS = (mask: string): string => `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.switchboard.example/standards/v1.0", import: [${mask}])
    @composeDirective(name: "@mask")`;
const SDL = `${LINKS('"@mask"')}
  type Query { user: User users: [Person] }
  interface Person { name: String }
  type User implements Person @key(fields: "id") {
    id: ID!
    name: String @mask(scopes: [["name"], ["all", "audit"]], as: INITIALS)
    names: [String] @mask(scopes: [["name"]], as: INITIALS)
    born: Date @mask(scopes: [["born"]], as: YEAR)
    seen: DateTime @mask(scopes: [["born"]], as: YEAR)
    phone: PhoneNumber @mask(scopes: [["phone"]], as: LAST, keep: 2)
    open: String
  }`;

const ANA = {
  __typename: 'User',
  id: '1',
  name: 'Ana López',
  names: ['Ana María', null, 'Anita'],
  born: '1984-05-17',
  seen: new Date('2025-03-04T05:06:07Z'),
  phone: () => Promise.resolve('+15055550123'),
  open: 'Ana',
};
const resolvers = {
  Query: { user: () => ANA, users: () => [ANA] },
  Person: { __resolveType: () => 'User' },
  User: { __resolveReference: () => ANA },
};
const sdlOf = (text: string) =>
  roomOf({ name: 'room', url: '', file: 'room.graphql' }, parse(text));
const schema = buildRoomSchema(sdlOf(SDL), resolvers);

const callerWith = (scopes: readonly string[]): Caller => ({
  ...{ subject: 's', roles: [], scopes, division: null, teams: [], purpose: null },
});
const ask = async (query: string, contextValue: unknown): Promise<unknown> => {
  const result = await execute({ schema, document: parse(query), contextValue });
  return JSON.parse(JSON.stringify(result.errors ?? result.data));
};

const QUERY = '{ user { name names born seen phone open } }';

describe('a room', () => {
  const masked = {
    name: 'A. L.',
    names: ['A. M.', null, 'A.'],
    born: '1984-01-01',
    seen: '2025-01-01T00:00:00.000Z',
    phone: '+999000000023',
    open: 'Ana',
  };

  test('sends nothing unmasked to who may not see it', async () => {
    expect(await ask(QUERY, { caller: callerWith([]) })).toEqual({ user: masked });
    expect(await ask(QUERY, { caller: callerWith(['all']) })).toEqual({ user: masked });
  });

  test('sends each value as it is to who holds its scopes', async () => {
    const caller = callerWith(['audit', 'all', 'phone']);
    expect(await ask(QUERY, { caller })).toEqual({
      user: { ...masked, name: 'Ana López', phone: '+15055550123' },
    });
  });

  test('masks for a caller that it does not know', async () => {
    expect(await ask(QUERY, {})).toEqual({ user: masked });
    expect(await ask(QUERY, { caller: null })).toEqual({ user: masked });
  });

  test('masks through interfaces, entities and aliases alike', async () => {
    const context = { caller: callerWith([]) };
    expect(await ask('{ users { name } }', context)).toEqual({ users: [{ name: 'A. L.' }] });
    const entities =
      '{ _entities(representations: [{ __typename: "User", id: "1" }]) { ... on User { open: name } } }';
    expect(await ask(entities, context)).toEqual({ _entities: [{ open: 'A. L.' }] });
  });

  test('knows the mask by the name that its SDL gives it', () => {
    const renamed = SDL.replace(LINKS('"@mask"'), LINKS('{ name: "@mask", as: "@veil" }'))
      .replaceAll('@mask(', '@veil(')
      .replace('"@mask")', '"@veil")');
    const { byField, faults } = masksOfRoom(sdlOf(renamed));
    expect([byField.size, faults]).toEqual([5, []]);
  });

  test('does not start with a mask that hides nothing', () => {
    const faulty = SDL.replace('open: String', 'open: Int @mask(scopes: [["x"]], as: YEAR)');
    expect(() => buildRoomSchema(sdlOf(faulty), resolvers)).toThrow(
      '"User.open": @mask as YEAR must stand on a field of type Date or DateTime, but got: Int.',
    );
  });
});
