import type { ASTNode, GraphQLError } from 'graphql';
import { faultAt } from './fault.ts';
import type { SchemaFault } from './fault.ts';
import type { RoomGraph, RoomType } from './room-graph.ts';

/**
 * Composition's own errors as faults. Some know their node; for the others the place is looked up by the
 * type, field and room that the message names; the configuration file stands for the rest.
 */
export function compositionFaults(
  graph: RoomGraph,
  errors: readonly GraphQLError[],
  configFile: string,
): readonly SchemaFault[] {
  return errors.map((error) => {
    const code =
      typeof error.extensions['code'] === 'string'
        ? error.extensions['code']
        : 'COMPOSITION_FAILED';
    const message = error.message.replace(/\s+/g, ' ').trim();
    const node = error.nodes?.find((candidate) => candidate.loc !== undefined);
    const place = node === undefined ? placeNamed(graph, message) : { node, file: configFile };
    return faultAt(place?.node ?? NOWHERE, place?.file ?? configFile, code, message);
  });
}

const NOWHERE: ASTNode = { kind: 'Document' as never, definitions: [] };

const COORDINATE = /\b([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?/g;

interface Place {
  readonly node: ASTNode;
  readonly file: string;
}

/** The most exact place that the message names: a field before a type, a named room before another. */
function placeNamed(graph: RoomGraph, message: string): Place | null {
  const rooms = graph.rooms.filter(({ name }) => new RegExp(`["\\[]${name}["\\]]`).test(message));
  const named = [...message.matchAll(COORDINATE)];
  const within = (type: RoomType): boolean => rooms.length === 0 || rooms.includes(type.room);
  const typesOf = (name: string): readonly RoomType[] =>
    (graph.types.get(name) ?? []).filter(within);
  const fields = named.flatMap(([, type = '', field]) =>
    typesOf(type).flatMap((part) =>
      part.fields
        .filter((candidate) => candidate.name === field)
        .map((candidate) => candidate.node),
    ),
  );
  const types = named.flatMap(([, type = '']) => typesOf(type).flatMap((part) => part.nodes));
  const node = fields[0] ?? types[0];
  if (node !== undefined) return { node, file: '' };
  const room = rooms[0];
  return room === undefined ? null : { node: NOWHERE, file: room.file };
}
