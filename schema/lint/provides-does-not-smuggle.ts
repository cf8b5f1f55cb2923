import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { directivesOf, fieldsOf, namedType } from '../room-graph.ts';
import type { RoomField, RoomGraph } from '../room-graph.ts';
import type { NamedField } from './field-set.ts';
import { fieldSet } from './field-set.ts';
import {
  both,
  fieldRequirement,
  implies,
  isProtected,
  ownRequirement,
  ownTypeRequirement,
} from './requirement.ts';
import type { Requirement } from './requirement.ts';

/**
 * A `@provides` carries a protected field of another room only under protection of at least the same
 * strength: on the providing field, its type, the type it returns, or the field as this room has it. The
 * room's own guard knows its own SDL alone, so a copy without a rule is a way round the rule.
 */
export function providesDoesNotSmuggle(graph: RoomGraph): readonly SchemaFault[] {
  return fieldsOf(graph).flatMap((field) => {
    const { room } = field.type;
    const returned = namedType(field.node.type);
    return directivesOf(room, field.node, 'provides').flatMap((provides) =>
      fieldSet(graph, provides, returned)
        .filter((named) => isSmuggled(graph, field, named))
        .map((named) => {
          const message =
            `Field "${field.type.name}.${field.name}" of room "${room.name}" must be protected like what it ` +
            `@provides, but "${named.type}.${named.field}" asks for more elsewhere: put the same rule on "${field.name}".`;
          return faultAt(provides, room.file, 'PROVIDES_SMUGGLE', message);
        }),
    );
  });
}

function isSmuggled(graph: RoomGraph, field: RoomField, named: NamedField): boolean {
  const wanted = fieldRequirement(graph, named.type, named.field);
  return isProtected(wanted) && !implies(givenHere(graph, field, named), wanted);
}

/** What this room alone asks of who comes by this way. */
function givenHere(graph: RoomGraph, field: RoomField, named: NamedField): Requirement {
  const here = (name: string) =>
    (graph.types.get(name) ?? []).filter((type) => type.room === field.type.room);
  const target = here(named.type).flatMap((type) =>
    type.fields.filter((candidate) => candidate.name === named.field),
  );
  const types = [field.type, ...here(namedType(field.node.type)), ...here(named.type)];
  return [...[field, ...target].map(ownRequirement), ...types.map(ownTypeRequirement)].reduce(both);
}
