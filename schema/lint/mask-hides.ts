import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { directivesOf, fieldsOf, namedType, typeDirectives } from '../room-graph.ts';
import type { RoomField, RoomGraph } from '../room-graph.ts';
import { fieldSet } from './field-set.ts';
import type { NamedField } from './field-set.ts';
import { both, fieldRequirement, implies, typeRequirement } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import { masksOfRoom, seenBy } from './room-masks.ts';

/**
 * A mask hides what it is put on: it stands where values of its kind are, every room that serves the field has it,
 * somebody may read the field who does not see through it, and no room is handed the field to join by or to compute
 * with.
 */
export function maskHides(graph: RoomGraph): readonly SchemaFault[] {
  const unfit = graph.rooms.flatMap((room) =>
    masksOfRoom(room).faults.map(({ node, message }) =>
      faultAt(node, room.file, 'MASK_UNFIT', message),
    ),
  );
  const masked = new Map(graph.rooms.map((room) => [room, masksOfRoom(room).byField]));
  const [seen, joined] = [seenBy(graph), joinedFields(graph)];
  const faults = fieldsOf(graph).flatMap((field) => {
    const coordinate = coordinateOf({ type: field.type.name, field: field.name });
    const asked = seen.get(coordinate);
    if (asked === undefined || field.external) return [];
    const isMasked = masked.get(field.type.room)?.has(coordinate) === true;
    const isJoined = joined.has(coordinate);
    const isForNobody = implies(readRequirement(graph, field), asked);
    return [
      ...(isMasked ? [] : [fault(field, 'MASK_MISSING')]),
      ...(isJoined ? [fault(field, 'MASK_ON_JOINED')] : []),
      ...(isForNobody ? [fault(field, 'MASK_FOR_NOBODY')] : []),
    ];
  });
  return [...unfit, ...faults];
}

const MUST = Object.freeze({
  MASK_MISSING: 'must have the @mask here that it has in another room',
  MASK_ON_JOINED: 'must be in no @key, @requires or @provides while a @mask is on it',
  MASK_FOR_NOBODY:
    'must be readable for somebody who does not see through its @mask: let the masked readers in by @requiresScopes',
});

function fault(field: RoomField, code: keyof typeof MUST): SchemaFault {
  const { room, name } = field.type;
  const message = `Field "${name}.${field.name}" of room "${room.name}" ${MUST[code]}.`;
  return faultAt(field.node, room.file, code, message);
}

function readRequirement(graph: RoomGraph, { type, name }: RoomField): Requirement {
  return both(fieldRequirement(graph, type.name, name), typeRequirement(graph, type.name));
}

/** Every field that any room's field sets name. */
function joinedFields(graph: RoomGraph): ReadonlySet<string> {
  const byKey = [...graph.types.values()]
    .flat()
    .flatMap((type) =>
      typeDirectives(type, 'key').flatMap((key) => fieldSet(graph, key, type.name)),
    );
  const byField = fieldsOf(graph).flatMap(({ type, node }) => [
    ...directivesOf(type.room, node, 'requires').flatMap((one) => fieldSet(graph, one, type.name)),
    ...directivesOf(type.room, node, 'provides').flatMap((one) =>
      fieldSet(graph, one, namedType(node.type)),
    ),
  ]);
  return new Set([...byKey, ...byField].map(coordinateOf));
}

function coordinateOf({ type, field }: NamedField): string {
  return `${type}.${field}`;
}
