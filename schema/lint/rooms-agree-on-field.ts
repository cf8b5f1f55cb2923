import { Kind, print } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode } from 'graphql';
import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { directivesOf, fieldsOf, typeDirectives } from '../room-graph.ts';
import type { RoomField, RoomGraph } from '../room-graph.ts';

const RULES = [
  { directive: 'owner', code: 'OWNER_DISAGREES' },
  { directive: 'classification', code: 'CLASSIFICATION_DISAGREES' },
  { directive: 'mask', code: 'MASK_DISAGREES' },
] as const;

/**
 * Rooms that define one field say the same owner and classification: a supergraph has room for one answer.
 * The first room by name is taken at its word; the others are the fault.
 */
export function roomsAgreeOnField(graph: RoomGraph): readonly SchemaFault[] {
  return [...byCoordinate(graph)].flatMap(([coordinate, fields]) =>
    RULES.flatMap(({ directive, code }) => {
      const said = fields.flatMap((field) => {
        const found = effective(field, directive);
        return found === undefined ? [] : [{ field, text: normal(found) }];
      });
      const first = said[0];
      return said.flatMap(({ field, text }) => {
        if (first === undefined || text === first.text) return [];
        const message =
          `Field "${coordinate}" must be the same in every room: room "${first.field.type.room.name}" ` +
          `has @${directive}(${first.text}), but "${field.type.room.name}" has @${directive}(${text}).`;
        return [faultAt(field.node, field.type.room.file, code, message)];
      });
    }),
  );
}

/** The field's own directive, else its type's default in the same room. */
function effective(field: RoomField, directive: string): ConstDirectiveNode | undefined {
  return (
    directivesOf(field.type.room, field.node, directive)[0] ??
    typeDirectives(field.type, directive)[0]
  );
}

function byCoordinate(graph: RoomGraph): ReadonlyMap<string, readonly RoomField[]> {
  const fields = new Map<string, RoomField[]>();
  for (const field of fieldsOf(graph).filter((candidate) => !candidate.external)) {
    const coordinate = `${field.type.name}.${field.name}`;
    fields.set(coordinate, [...(fields.get(coordinate) ?? []), field]);
  }
  return fields;
}

/** Order of arguments and of kinds of personal data says nothing; no kinds and an empty list are the same. */
function normal(directive: ConstDirectiveNode): string {
  return (directive.arguments ?? [])
    .filter(({ value }) => !(value.kind === Kind.LIST && value.values.length === 0))
    .map(({ name, value }) => `${name.value}: ${normalValue(value)}`)
    .sort()
    .join(', ');
}

function normalValue(value: ConstValueNode): string {
  if (value.kind !== Kind.LIST) return print(value);
  return `[${value.values
    .map((item) => print(item))
    .sort()
    .join(', ')}]`;
}
