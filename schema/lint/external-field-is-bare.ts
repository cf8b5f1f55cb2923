import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { directivesOf, fieldsOf } from '../room-graph.ts';
import type { RoomGraph } from '../room-graph.ts';

const RULES = [
  'authenticated',
  'classification',
  'mask',
  'owner',
  'policy',
  'requiresScopes',
] as const;

/**
 * A field that a room only names (`@external`) carries neither access rule nor mask, owner or classification
 * there: composition leaves out what it says, or refuses it, so a reader would trust a rule that is none.
 */
export function externalFieldIsBare(graph: RoomGraph): readonly SchemaFault[] {
  return fieldsOf(graph)
    .filter((field) => field.external)
    .flatMap((field) => {
      const { room, name } = field.type;
      return RULES.flatMap((meaning) => directivesOf(room, field.node, meaning)).map(
        (directive) => {
          const message =
            `Field "${name}.${field.name}" of room "${room.name}" is @external and must be free of ` +
            `@${directive.name.value}: the room that defines the field says it.`;
          return faultAt(directive, room.file, 'RULE_ON_EXTERNAL', message);
        },
      );
    });
}
