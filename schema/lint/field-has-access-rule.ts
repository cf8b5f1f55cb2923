import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { fieldsOf, isShared, typeDirectives } from '../room-graph.ts';
import type { RoomField, RoomGraph } from '../room-graph.ts';
import { implies, NOTHING, ownRequirement, ownTypeRequirement } from './requirement.ts';

/**
 * Every field names an access rule, so a field that no rule names does not exist: on the field itself where
 * the type is shared, on the field or its type elsewhere. A rule that asks for nothing (`scopes: []`) is none.
 * Fields of interfaces cannot carry one; those of the types behind them do.
 */
export function fieldHasAccessRule(graph: RoomGraph): readonly SchemaFault[] {
  return fieldsOf(graph)
    .filter((field) => !field.external && field.type.kind === 'object')
    .filter((field) => !hasRule(graph, field))
    .map((field) => {
      const { room, name } = field.type;
      return faultAt(
        field.node,
        room.file,
        'FIELD_WITHOUT_ACCESS_RULE',
        messageFor(graph, field, name),
      );
    });
}

function hasRule(graph: RoomGraph, field: RoomField): boolean {
  if (isInterfaceObject(field)) return false;
  const asksSomething = !implies(NOTHING, ownRequirement(field));
  if (asksSomething || isShared(graph, field.type.name)) return asksSomething;
  return !implies(NOTHING, ownTypeRequirement(field.type));
}

function isInterfaceObject(field: RoomField): boolean {
  return typeDirectives(field.type, 'interfaceObject').length > 0;
}

function messageFor(graph: RoomGraph, field: RoomField, type: string): string {
  const subject = `Field "${type}.${field.name}" of room "${field.type.room.name}"`;
  if (isInterfaceObject(field)) {
    return `${subject} must name who may read it, and an @interfaceObject cannot: add it to the types behind it.`;
  }
  const where = isShared(graph, type) ? 'on it' : 'on it or on its type';
  return `${subject} must name who may read it: put @authenticated, @requiresScopes or @policy ${where}.`;
}
