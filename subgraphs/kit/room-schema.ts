import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { Kind, parse, Source, type GraphQLSchema } from 'graphql';
import { standardScalars } from '../../schema/standards/scalars.ts';
import { withStandards } from '../../schema/with-standards.ts';
import type { Room } from './room.ts';

/**
 * The executable schema of a room: its SDL, the standards it names and its resolvers. Throws when a
 * resolver has no field in the SDL, which is a misspelling.
 */
export function buildRoomSchema(room: Room): GraphQLSchema {
  const file = fileURLToPath(room.schemaFile);
  const typeDefs = withStandards(parse(new Source(readFileSync(file, 'utf8'), file)));
  const scalars = Object.fromEntries(
    typeDefs.definitions.flatMap((definition) => {
      const name = definition.kind === Kind.SCALAR_TYPE_DEFINITION ? definition.name.value : '';
      const scalar = standardScalars[name];
      return scalar === undefined ? [] : [[name, scalar]];
    }),
  );
  return buildSubgraphSchema([
    // Our resolvers declare narrower parameters than the library's type, which the library never checks.
    { typeDefs, resolvers: { ...scalars, ...room.resolvers } as never },
  ]);
}
