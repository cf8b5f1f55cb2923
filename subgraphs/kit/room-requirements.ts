import type { Room } from '../../schema/read-room.ts';
import { namedType, readRoomGraph } from '../../schema/room-graph.ts';
import type { RoomGraph } from '../../schema/room-graph.ts';
import {
  both,
  implies,
  NOTHING,
  ownRequirement,
  typeRequirement,
} from '../../schema/lint/requirement.ts';
import type { Requirement } from '../../schema/lint/requirement.ts';

/** What a room's own SDL asks for each of its fields that asks for anything, by `Type.field`. */
export type RoomRequirements = ReadonlyMap<string, Requirement>;

/**
 * A field asks for what stands on it, on its type and on the type that it returns; an interface's for what all
 * types behind it ask, because which of them comes is not known before. What other rooms say is not known here,
 * and is for the gateway to add.
 */
export function roomRequirements(room: Room): RoomRequirements {
  const graph = readRoomGraph([room]);
  const found = new Map<string, Requirement>();
  for (const [type, parts] of graph.types) {
    for (const { name } of parts.flatMap(({ fields }) => fields)) {
      const requirement = requirementOf(graph, type, name);
      if (!implies(NOTHING, requirement)) found.set(`${type}.${name}`, requirement);
    }
  }
  return found;
}

function requirementOf(graph: RoomGraph, type: string, field: string): Requirement {
  const types = [type, ...(graph.implementers.get(type) ?? [])];
  const fields = types
    .flatMap((name) => graph.types.get(name) ?? [])
    .flatMap((part) => part.fields.filter(({ name }) => name === field));
  const returned = fields.map(({ node }) => namedType(node.type));
  return [
    ...[...types, ...returned].map((name) => typeRequirement(graph, name)),
    ...fields.map(ownRequirement),
  ].reduce(both, NOTHING);
}
