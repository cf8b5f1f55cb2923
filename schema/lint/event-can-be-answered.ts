import { print } from 'graphql';
import { EVENT_FILTERS, readEventDirective } from '../event-directive.ts';
import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { directivesOf, namedType } from '../room-graph.ts';
import type { RoomField, RoomGraph } from '../room-graph.ts';

/**
 * Every field of `Subscription` says by `@event` what it waits for and which field of `Query` in its room answers: one of
 * the same type that may be asked with nothing but an `id`. Its own arguments are filters that the gateway knows.
 */
export function eventCanBeAnswered(graph: RoomGraph): readonly SchemaFault[] {
  const fields = (graph.types.get('Subscription') ?? []).flatMap((type) => type.fields);
  return fields.flatMap((field) => {
    const why = faultOf(graph, field);
    if (why === null) return [];
    const message = `Field "Subscription.${field.name}" ${why}.`;
    return [faultAt(field.node, field.type.room.file, 'EVENT_WITHOUT_ANSWER', message)];
  });
}

function faultOf(graph: RoomGraph, field: RoomField): string | null {
  const { room } = field.type;
  const [directive] = directivesOf(room, field.node, 'event');
  if (directive === undefined) return 'must say by @event what it waits for';
  const { types, query } = readEventDirective(directive);
  if (types.length === 0) return 'must wait for one type of event at least';
  const unknown = field.node.arguments?.find(({ name }) => !EVENT_FILTERS.includes(name.value));
  if (unknown !== undefined) {
    return `may have arguments "${EVENT_FILTERS.join('" and "')}" only, but got: "${unknown.name.value}"`;
  }
  const answer = (graph.types.get('Query') ?? [])
    .filter((type) => type.room === room)
    .flatMap((type) => type.fields)
    .find(({ name }) => name === query);
  if (answer === undefined)
    return `must name a field of "Query" in room "${room.name}", but got: "${query}"`;
  return answers(answer, field)
    ? null
    : `must be of the type of "Query.${query}", which needs an argument "id" and no other`;
}

function answers(answer: RoomField, field: RoomField): boolean {
  const given = answer.node.arguments ?? [];
  const id = given.find(({ name }) => name.value === 'id');
  const isAskable = given.every(
    (one) => one === id || one.defaultValue !== undefined || !print(one.type).endsWith('!'),
  );
  return (
    id !== undefined && isAskable && namedType(answer.node.type) === namedType(field.node.type)
  );
}
