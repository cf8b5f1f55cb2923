import { relative } from 'node:path';
import { getLocation, Kind, print } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import { readRoom } from '../../schema/read-room.ts';
import { readSupergraphConfig } from '../../schema/read-supergraph-config.ts';
import { directivesOf, namedType, readRoomGraph, typeDirectives } from '../../schema/room-graph.ts';
import type { RoomGraph, RoomType } from '../../schema/room-graph.ts';

/** A directive that a division wrote, and where. */
export interface StatedPlace {
  /** As in the SDL: `@requiresScopes(scopes: [["finance:read"]])`. */
  readonly directive: string;
  /** What it stands on: `field Account.balance`, `type Account`. */
  readonly on: string;
  readonly room: string;
  /** `file:line:column`; of the standards' own file where the room takes the type from there. */
  readonly at: string;
}

const MEANINGS = ['authenticated', 'requiresScopes', 'policy', 'mask'] as const;

/** The SDL of all rooms of a `supergraph.yaml`. Throws when any of them cannot be read. */
export function readRooms(configFile: string): RoomGraph {
  const config = readSupergraphConfig(configFile);
  const results = config.rooms.map(readRoom);
  const faults = [
    ...config.faults,
    ...results.flatMap((result) => (result.kind === 'faulty' ? [result.fault] : [])),
  ];
  const [fault] = faults;
  if (fault !== undefined) throw new Error(`${fault.file}:${fault.line} ${fault.message}`);
  return readRoomGraph(results.flatMap((result) => (result.kind === 'read' ? [result.room] : [])));
}

/** Names of the rooms that serve a field: those that do not merely refer to it. */
export function servedBy(rooms: RoomGraph, type: string, field: string): readonly string[] {
  const parts = rooms.types.get(type) ?? [];
  const serving = parts.filter((part) =>
    part.fields.some((one) => one.name === field && !one.external),
  );
  return serving.map(({ room }) => room.name);
}

/** Every access directive that has a say in a field: at itself, its type, what it returns, and their interfaces. */
export function statedPlaces(
  rooms: RoomGraph,
  type: string,
  field: string,
): readonly StatedPlace[] {
  const owners = [type, ...interfacesOf(rooms, type)];
  const onFields = owners.flatMap((owner) => fieldPlaces(rooms, owner, field));
  const returned = (rooms.types.get(type) ?? []).flatMap((part) =>
    part.fields.filter((one) => one.name === field).map((one) => namedType(one.node.type)),
  );
  const types = new Set([...owners, ...returned]);
  return [...onFields, ...[...types].flatMap((one) => typePlaces(rooms, one))];
}

/** Every `@access` on an argument (`Type.field(argument:)`), an input field or an enum value. */
export function accessPlaces(rooms: RoomGraph, coordinate: string): readonly StatedPlace[] {
  const [type = ''] = coordinate.split('.');
  return (rooms.types.get(type) ?? []).flatMap((part) =>
    part.nodes
      .flatMap(givenIn)
      .filter((given) => given.coordinate === coordinate)
      .flatMap(({ node }) => directivesOf(part.room, node, 'access'))
      .map((directive) => placeOf(directive, coordinate, part)),
  );
}

interface Given {
  readonly coordinate: string;
  readonly node: { readonly directives?: readonly ConstDirectiveNode[] | undefined };
}

/** Everything of a type that a client can give. */
function givenIn(type: RoomType['nodes'][number]): readonly Given[] {
  const members = 'values' in type ? type.values : 'fields' in type ? type.fields : undefined;
  return (members ?? []).flatMap((member): readonly Given[] => {
    const coordinate = `${type.name.value}.${member.name.value}`;
    if (member.kind !== Kind.FIELD_DEFINITION) return [{ coordinate, node: member }];
    const given = member.arguments ?? [];
    return given.map((node) => ({ coordinate: `${coordinate}(${node.name.value}:)`, node }));
  });
}

function fieldPlaces(rooms: RoomGraph, type: string, field: string): readonly StatedPlace[] {
  return (rooms.types.get(type) ?? []).flatMap((part) =>
    part.fields
      .filter(({ name }) => name === field)
      .flatMap(({ node }) => MEANINGS.flatMap((one) => directivesOf(part.room, node, one)))
      .map((directive) => placeOf(directive, `field ${type}.${field}`, part)),
  );
}

function typePlaces(rooms: RoomGraph, type: string): readonly StatedPlace[] {
  return (rooms.types.get(type) ?? []).flatMap((part) =>
    MEANINGS.flatMap((one) => typeDirectives(part, one)).map((directive) =>
      placeOf(directive, `${part.kind === 'object' ? 'type' : part.kind} ${type}`, part),
    ),
  );
}

function interfacesOf(rooms: RoomGraph, type: string): readonly string[] {
  const nodes = (rooms.types.get(type) ?? []).flatMap((part) => part.nodes);
  const named = nodes.flatMap((node) => ('interfaces' in node ? (node.interfaces ?? []) : []));
  return [...new Set(named.map(({ name }) => name.value))];
}

function placeOf(directive: ConstDirectiveNode, on: string, { room }: RoomType): StatedPlace {
  return Object.freeze({
    directive: print(directive),
    on,
    room: room.name,
    at: textPlace(directive),
  });
}

function textPlace({ loc }: ConstDirectiveNode): string {
  if (loc === undefined) return 'the standards';
  const { line, column } = getLocation(loc.source, loc.start);
  return `${relative(process.cwd(), loc.source.name)}:${line}:${column}`;
}
