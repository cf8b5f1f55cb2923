import { isTypeDefinitionNode, isTypeExtensionNode, Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  FieldDefinitionNode,
  TypeDefinitionNode,
  TypeExtensionNode,
  TypeNode,
} from 'graphql';
import type { Room } from './read-room.ts';

/**
 * The types of all rooms side by side, as their authors wrote them: what the lint rules judge. A root type
 * goes by its default name whatever a room calls it, as composition has it.
 */
export interface RoomGraph {
  readonly rooms: readonly Room[];
  /** By type name, one entry a room that defines the type, in the order of rooms. */
  readonly types: ReadonlyMap<string, readonly RoomType[]>;
  /** By interface, the types that say in any room that they implement it. */
  readonly implementers: ReadonlyMap<string, readonly string[]>;
}

/** One room's part of a type: its definition and extensions. */
export interface RoomType {
  readonly room: Room;
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union' | 'enum' | 'input' | 'scalar';
  readonly nodes: readonly TypeNodeOfRoom[];
  /** Fields of an object or interface. */
  readonly fields: readonly RoomField[];
}

type TypeNodeOfRoom = TypeDefinitionNode | TypeExtensionNode;

export interface RoomField {
  readonly type: RoomType;
  readonly name: string;
  readonly node: FieldDefinitionNode;
  /** Defined elsewhere; this room only names it. */
  readonly external: boolean;
}

export function readRoomGraph(rooms: readonly Room[]): RoomGraph {
  const types = new Map<string, RoomType[]>();
  for (const type of rooms.flatMap(typesOf)) {
    types.set(type.name, [...(types.get(type.name) ?? []), type]);
  }
  return Object.freeze({ rooms, types, implementers: implementersIn(types) });
}

function implementersIn(types: RoomGraph['types']): RoomGraph['implementers'] {
  const found = new Map<string, string[]>();
  for (const [name, parts] of types) {
    const interfaces = parts.flatMap(({ nodes }) => nodes.flatMap(interfacesOf));
    for (const one of new Set(interfaces)) {
      const known = found.get(one);
      if (known === undefined) found.set(one, [name]);
      else known.push(name);
    }
  }
  return found;
}

function interfacesOf(node: TypeNodeOfRoom): readonly string[] {
  return 'interfaces' in node ? (node.interfaces ?? []).map((item) => item.name.value) : [];
}

/** Every object and interface field of every room. */
export function fieldsOf(graph: RoomGraph): readonly RoomField[] {
  return [...graph.types.values()].flat().flatMap((type) => type.fields);
}

/** Directives of a node by a specification's own name, whatever the room calls them. */
export function directivesOf(
  room: Room,
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  meaning: string,
): readonly ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => {
    const name = directive.name.value;
    return (room.federation.meaningOf(name) ?? room.standards.meaningOf(name) ?? name) === meaning;
  });
}

/** Directives on any part of a room's type. */
export function typeDirectives(type: RoomType, meaning: string): readonly ConstDirectiveNode[] {
  return type.nodes.flatMap((node) => directivesOf(type.room, node, meaning));
}

/** The name under lists and non-nulls. */
export function namedType(node: TypeNode): string {
  return node.kind === Kind.NAMED_TYPE ? node.name.value : namedType(node.type);
}

/**
 * A type that more than one room defines as an object. The root operation types are shared even while one
 * room alone has fields there: the next room adds its own.
 */
export function isShared(graph: RoomGraph, name: string): boolean {
  if (ROOT_NAMES.has(name)) return true;
  const parts = graph.types.get(name) ?? [];
  return parts.length > 1 && parts.some((type) => type.kind === 'object');
}

const ROOT_NAMES: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

function typesOf(room: Room): readonly RoomType[] {
  const rootNames = rootNamesOf(room);
  const parts = new Map<string, TypeNodeOfRoom[]>();
  for (const node of room.document.definitions) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
    const name = rootNames.get(node.name.value) ?? node.name.value;
    parts.set(name, [...(parts.get(name) ?? []), node]);
  }
  return [...parts].map(([name, nodes]) => roomType(room, name, nodes));
}

function roomType(room: Room, name: string, nodes: readonly TypeNodeOfRoom[]): RoomType {
  const fields: RoomField[] = [];
  const kind = kindOf(nodes[0]);
  const type: RoomType = { room, name, kind, nodes, fields };
  for (const node of nodes) {
    const nodeExternal = directivesOf(room, node, 'external').length > 0;
    for (const field of fieldNodes(node)) {
      const external = nodeExternal || directivesOf(room, field, 'external').length > 0;
      fields.push(Object.freeze({ type, name: field.name.value, node: field, external }));
    }
  }
  Object.freeze(fields);
  return Object.freeze(type);
}

function fieldNodes(node: TypeNodeOfRoom): readonly FieldDefinitionNode[] {
  const input =
    node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
    node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION;
  return !input && 'fields' in node ? (node.fields ?? []) : [];
}

const KINDS: readonly [RegExp, RoomType['kind']][] = [
  [/^Object/, 'object'],
  [/^Interface/, 'interface'],
  [/^Union/, 'union'],
  [/^Enum/, 'enum'],
  [/^InputObject/, 'input'],
];

function kindOf(node: TypeNodeOfRoom | undefined): RoomType['kind'] {
  return KINDS.find(([pattern]) => pattern.test(node?.kind ?? ''))?.[1] ?? 'scalar';
}

const DEFAULT_ROOTS = {
  query: 'Query',
  mutation: 'Mutation',
  subscription: 'Subscription',
} as const;

function rootNamesOf(room: Room): ReadonlyMap<string, string> {
  return new Map(
    room.document.definitions.flatMap((node): [string, string][] =>
      node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
        ? (node.operationTypes ?? []).map((root) => [
            root.type.name.value,
            DEFAULT_ROOTS[root.operation],
          ])
        : [],
    ),
  );
}
