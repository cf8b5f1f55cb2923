import { Kind, visit } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  InterfaceTypeDefinitionNode,
  InterfaceTypeExtensionNode,
  ObjectTypeDefinitionNode,
  ObjectTypeExtensionNode,
} from 'graphql';
import type { Room } from './read-room.ts';
import { directivesOf } from './room-graph.ts';

const DEFAULTS = ['owner', 'classification', 'mask'] as const;

/**
 * A room's document with its types' `@owner`, `@classification` and `@mask` written on every field that has none of
 * its own, and taken off the types: a shared type has another default in each room, so a default means
 * nothing once the rooms are one graph. Fields that the room only names get nothing. Places stay as written.
 */
export function pushDownDefaults(room: Room): DocumentNode {
  const typeNode = <Node extends FieldsNode>(node: Node): Node => withDefaultsPushed(room, node);
  return visit(room.document, {
    ObjectTypeDefinition: typeNode,
    ObjectTypeExtension: typeNode,
    InterfaceTypeDefinition: typeNode,
    InterfaceTypeExtension: typeNode,
  });
}

function withDefaultsPushed<Node extends FieldsNode>(room: Room, node: Node): Node {
  const own = DEFAULTS.map((meaning) => ({ meaning, found: directivesOf(room, node, meaning) }));
  const defaults = own.map(({ meaning, found }) => ({
    meaning,
    directive: found[0] ?? defaultElsewhere(room, node.name.value, meaning),
  }));
  const stripped = new Set(own.flatMap(({ found }) => found));
  const external = directivesOf(room, node, 'external').length > 0;
  return {
    ...node,
    directives: (node.directives ?? []).filter((directive) => !stripped.has(directive)),
    fields: (node.fields ?? []).map((field) => {
      if (external || directivesOf(room, field, 'external').length > 0) return field;
      const added = defaults.flatMap(({ meaning, directive }) =>
        directive === undefined || directivesOf(room, field, meaning).length > 0 ? [] : [directive],
      );
      return added.length === 0
        ? field
        : { ...field, directives: [...(field.directives ?? []), ...added] };
    }),
  };
}

/** A type's default may stand on its definition and mean its extensions too. */
function defaultElsewhere(
  room: Room,
  type: string,
  meaning: string,
): ConstDirectiveNode | undefined {
  return room.document.definitions.flatMap((node) =>
    hasFields(node) && node.name.value === type ? directivesOf(room, node, meaning) : [],
  )[0];
}

function hasFields(node: DefinitionNode): node is FieldsNode {
  return FIELDS_KINDS.has(node.kind);
}

type FieldsNode =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;

const FIELDS_KINDS: ReadonlySet<string> = new Set<FieldsNode['kind']>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
]);
