import { Kind } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { argumentOf } from '../linked-names.ts';
import { directivesOf, fieldsOf, typeDirectives } from '../room-graph.ts';
import type { RoomField, RoomGraph } from '../room-graph.ts';
import { both, fieldRequirement, implies, typeRequirement } from './requirement.ts';

/**
 * A field of personal data is nullable, so that a denial nulls the field and not its parent. A field that is
 * personal data only by its type's default may be non-null while it asks for no more than its type does:
 * it is then denied together with the whole object, never alone.
 */
export function personalDataIsNullable(graph: RoomGraph): readonly SchemaFault[] {
  return fieldsOf(graph)
    .filter((field) => !field.external && field.node.type.kind === Kind.NON_NULL_TYPE)
    .filter((field) => isOwnPersonalData(field) || isDeniedAlone(graph, field))
    .map((field) => {
      const { room, name } = field.type;
      const message =
        `Field "${name}.${field.name}" of room "${room.name}" must be nullable, because it is personal data ` +
        `and a denial of it would null its parent.`;
      return faultAt(field.node.type, room.file, 'PII_NOT_NULLABLE', message);
    });
}

function isOwnPersonalData(field: RoomField): boolean {
  return directivesOf(field.type.room, field.node, 'classification').some(namesPersonalData);
}

function isDeniedAlone(graph: RoomGraph, field: RoomField): boolean {
  const own = directivesOf(field.type.room, field.node, 'classification');
  const inherited =
    own.length === 0 && typeDirectives(field.type, 'classification').some(namesPersonalData);
  if (!inherited) return false;
  const asks = fieldRequirement(graph, field.type.name, field.name);
  // `@authenticated` is what every object asks for that has any rule at all.
  return !implies(both([['authenticated']], typeRequirement(graph, field.type.name)), asks);
}

function namesPersonalData(classification: ConstDirectiveNode): boolean {
  const pii = argumentOf(classification, 'pii');
  if (pii === undefined || pii.kind === Kind.NULL) return false;
  return pii.kind !== Kind.LIST || pii.values.length > 0;
}
