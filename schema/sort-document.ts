import { Kind, print, visit } from 'graphql';
import type { ASTNode, DefinitionNode, DocumentNode } from 'graphql';
import { compareText } from './fault.ts';

/** The sorted lists of a node. `directives` of the schema keep their order: `@link` of `link` comes first. */
const SORTED: Readonly<Record<string, readonly string[]>> = Object.freeze({
  [Kind.OBJECT_TYPE_DEFINITION]: ['directives', 'fields', 'interfaces'],
  [Kind.INTERFACE_TYPE_DEFINITION]: ['directives', 'fields', 'interfaces'],
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: ['directives', 'fields'],
  [Kind.FIELD_DEFINITION]: ['arguments', 'directives'],
  [Kind.INPUT_VALUE_DEFINITION]: ['directives'],
  [Kind.ENUM_TYPE_DEFINITION]: ['directives', 'values'],
  [Kind.ENUM_VALUE_DEFINITION]: ['directives'],
  [Kind.UNION_TYPE_DEFINITION]: ['directives', 'types'],
  [Kind.SCALAR_TYPE_DEFINITION]: ['directives'],
  [Kind.DIRECTIVE_DEFINITION]: ['arguments', 'locations'],
  [Kind.DIRECTIVE]: ['arguments'],
});

/**
 * A document in an order that says nothing: definitions by kind and name, all else by name. Two documents
 * that mean the same print the same.
 */
export function sortDocument(document: DocumentNode): DocumentNode {
  const sorted: DocumentNode = visit(document, {
    enter: (node) =>
      node.kind === Kind.STRING && node.block === true
        ? { ...node, block: node.value.includes('\n') }
        : undefined,
    leave: (node) => sortNode(node),
  });
  const definitions = [...sorted.definitions].sort((a, b) => compareText(placeOf(a), placeOf(b)));
  return { ...sorted, definitions };
}

function sortNode(node: ASTNode): ASTNode | undefined {
  const keys = SORTED[node.kind];
  if (keys === undefined) return undefined;
  // The keys above are lists of nodes in every node of that kind.
  const lists = node as unknown as Readonly<Record<string, readonly ASTNode[] | undefined>>;
  const entries = keys.map((key) => [key, [...(lists[key] ?? [])].sort(compareNodes)]);
  return { ...node, ...Object.fromEntries(entries) } as ASTNode;
}

function compareNodes(left: ASTNode, right: ASTNode): number {
  return compareText(nameOf(left), nameOf(right)) || compareText(print(left), print(right));
}

function nameOf(node: ASTNode): string {
  const { name } = node as { name?: { value: string } };
  return name?.value ?? print(node);
}

const KINDS: readonly string[] = [Kind.SCHEMA_DEFINITION, Kind.DIRECTIVE_DEFINITION];

/** The schema, then directives, then types. */
function placeOf(definition: DefinitionNode): string {
  const kind = KINDS.indexOf(definition.kind);
  const name = 'name' in definition ? nameOf(definition) : '';
  return `${kind === -1 ? KINDS.length : kind} ${name}`;
}
