import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { directivesOf, fieldsOf, isShared, typeDirectives } from '../room-graph.ts';
import type { RoomGraph } from '../room-graph.ts';

const RULES = [
  { directive: 'owner', code: 'FIELD_WITHOUT_OWNER', says: 'whose it is' },
  {
    directive: 'classification',
    code: 'FIELD_WITHOUT_CLASSIFICATION',
    says: 'how sensitive it is',
  },
] as const;

/**
 * Every field of a type that several rooms share says whose it is and how sensitive, on the field or as the
 * default on its type in the same room. A field that the room only names (`@external`) says nothing.
 */
export function fieldHasOwnerAndClassification(graph: RoomGraph): readonly SchemaFault[] {
  return fieldsOf(graph)
    .filter((field) => !field.external && isShared(graph, field.type.name))
    .flatMap((field) =>
      RULES.flatMap(({ directive, code, says }) => {
        const { room, name } = field.type;
        const own = directivesOf(room, field.node, directive);
        if (own.length > 0 || typeDirectives(field.type, directive).length > 0) return [];
        const message =
          `Field "${name}.${field.name}" of room "${room.name}" must say ${says}: ` +
          `put @${directive} on it, or on "${name}" for all of its fields here.`;
        return [faultAt(field.node, room.file, code, message)];
      }),
    );
}
