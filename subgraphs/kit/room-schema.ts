import { buildSubgraphSchema } from '@apollo/subgraph';
import { Kind, type GraphQLSchema } from 'graphql';
import { masksOfRoom } from '../../schema/lint/room-masks.ts';
import type { Room as RoomSdl } from '../../schema/read-room.ts';
import { standardScalars } from '../../schema/standards/scalars.ts';
import { maskFields } from './mask-fields.ts';
import type { Resolvers } from './resolvers.ts';

/**
 * The executable schema of a room: its SDL, its resolvers and the masks over them. Throws when a resolver has no field
 * in the SDL, which is a misspelling.
 */
export function buildRoomSchema(sdl: RoomSdl, resolvers: Resolvers): GraphQLSchema {
  const { document: typeDefs } = sdl;
  const scalars = Object.fromEntries(
    typeDefs.definitions.flatMap((definition) => {
      const name = definition.kind === Kind.SCALAR_TYPE_DEFINITION ? definition.name.value : '';
      const scalar = standardScalars[name];
      return scalar === undefined ? [] : [[name, scalar]];
    }),
  );
  const schema = buildSubgraphSchema([
    // Our resolvers declare narrower parameters than the library's type, which the library never checks.
    { typeDefs, resolvers: { ...scalars, ...resolvers } as never },
  ]);
  maskFields(schema, masksOfRoom(sdl));
  return schema;
}
