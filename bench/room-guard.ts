/**
 * What guarding its fields costs a room: the kit's field guard against none, and against graphql-shield as a middleware
 * with the same rules, over Apollo Server in one process.
 *
 *   node --import tsx/esm bench/room-guard.ts [rounds]
 *
 * Prints processor time a request as ratios to the room without a guard, of the same rounds.
 */
import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import { parse } from 'graphql';
import type * as Middleware from 'graphql-middleware';
import type * as Shield from 'graphql-shield';
import { createRequire } from 'node:module';
import { pino } from 'pino';
import { hasScope, isAuthenticated, namedPolicies } from '../schema/access/rules.ts';
import { roomOf } from '../schema/read-room.ts';
import type { Caller } from '../subgraphs/kit/caller.ts';
import { createFieldGuard } from '../subgraphs/kit/field-guard.ts';
import { roomRequirements } from '../subgraphs/kit/room-requirements.ts';
import { buildRoomSchema } from '../subgraphs/kit/room-schema.ts';
import { takeTurns } from './measure/take-turns.ts';
import type { Turn } from './measure/take-turns.ts';

// Its module for `import` does not load on every Node, see schema/access/graphql-shield.ts; and it knows only the
// middleware that is loaded as it is. `require` knows no types.
const require = createRequire(import.meta.url);
const { shield } = require('graphql-shield') as typeof Shield;
const { applyMiddleware } = require('graphql-middleware') as typeof Middleware;

type Context = { readonly caller: Caller };

const FIELDS = Array.from({ length: 10 }, (_, index) => `f${index}`);
const read = '@requiresScopes(scopes: [["parts:read"]])';
const sdl = roomOf(
  { name: 'parts', url: '', file: 'parts' },
  parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@authenticated", "@requiresScopes"])
    type Query { parts(first: Int!): [Part!]! @authenticated }
    type Part { ${FIELDS.map((name) => `${name}: String ${read}`).join(' ')} }`),
);
const parts = Array.from({ length: 1_000 }, (_, index) =>
  Object.fromEntries(FIELDS.map((name) => [name, `${name} of part ${index}`])),
);
const caller = {
  ...{ subject: 'u1', roles: [], scopes: ['parts:read'], division: null, teams: [], purpose: null },
};
const log = pino({ level: 'silent' });

function bareSchema(): GraphQLSchema {
  return buildRoomSchema(sdl, {
    Query: { parts: (_: unknown, { first }: { first: number }) => parts.slice(0, first) },
  });
}

function shieldedSchema(): GraphQLSchema {
  const rules = shield({
    Query: { parts: isAuthenticated },
    Part: Object.fromEntries(FIELDS.map((name) => [name, hasScope('parts:read')])),
  });
  return applyMiddleware(bareSchema(), rules);
}

async function openRoom(
  schema: GraphQLSchema,
  plugins: ApolloServerPlugin<Context>[],
): Promise<(first: number) => Promise<void>> {
  const server = new ApolloServer<Context>({
    ...{ schema, logger: log, persistedQueries: false },
    plugins: [...plugins, ApolloServerPluginInlineTraceDisabled()],
  });
  await server.start();
  const query = `query ($first: Int!) { parts(first: $first) { ${FIELDS.join(' ')} } }`;
  return async (first) => {
    const asked = { query, variables: { first } };
    const { body } = await server.executeOperation(asked, { contextValue: { caller } });
    if (body.kind === 'single' && body.singleResult.errors === undefined) return;
    throw new Error('The bench must be let ask.');
  };
}

const guarded = bareSchema();
const guard = createFieldGuard({
  ...{ schema: guarded, requirements: roomRequirements(sdl), owners: new Map() },
  ...{ policies: namedPolicies, judges: [], log },
});
const rooms = [
  { name: 'no guard', ask: await openRoom(bareSchema(), []) },
  { name: 'the same again', ask: await openRoom(bareSchema(), []) },
  { name: "the kit's field guard", ask: await openRoom(guarded, [guard]) },
  { name: 'graphql-shield as a middleware', ask: await openRoom(shieldedSchema(), []) },
];
const turnsOf = (first: number): readonly Turn[] =>
  rooms.map(({ name, ask }) => ({ name, run: () => ask(first) }));

const rounds = Number(process.argv[2] ?? 15);
await takeTurns('1,000 objects of 10 fields', turnsOf(1_000), { rounds, perRound: 10 });
await takeTurns('1 object of 10 fields', turnsOf(1), { rounds, perRound: 400 });
process.exit(0);
