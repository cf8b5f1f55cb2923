import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { typeDirectives } from '../room-graph.ts';
import type { RoomGraph } from '../room-graph.ts';
import { fieldSet } from './field-set.ts';
import { fieldRequirement, isProtected } from './requirement.ts';

/**
 * No `@key` names a protected field: the gateway fetches keys for everybody, whoever asks, to join rooms.
 * Protected is what any room puts `@requiresScopes` or `@policy` on, the field or the type it returns;
 * `@authenticated` alone is the floor that every caller stands on.
 */
export function keyIsNotProtected(graph: RoomGraph): readonly SchemaFault[] {
  return [...graph.types.values()].flat().flatMap((type) =>
    typeDirectives(type, 'key').flatMap((key) =>
      fieldSet(graph, key, type.name)
        .filter((named) => isProtected(fieldRequirement(graph, named.type, named.field)))
        .map((named) => {
          const message =
            `A @key of "${type.name}" must be free of protected fields, but "${named.type}.${named.field}" ` +
            `needs scopes or a policy: give the type an opaque key.`;
          return faultAt(key, type.room.file, 'KEY_ON_PROTECTED', message);
        }),
    ),
  );
}
