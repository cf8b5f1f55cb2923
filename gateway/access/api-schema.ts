import { buildASTSchema, isTypeDefinitionNode, visit } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, GraphQLSchema, NamedTypeNode } from 'graphql';

/**
 * The types that clients see: the supergraph without what is `@inaccessible`. The definitions that
 * serve federation itself stay; no field leads to them.
 */
export function buildApiSchema(
  supergraph: DocumentNode,
  inaccessible: ReadonlySet<string>,
): GraphQLSchema {
  const isHidden = (directives: readonly ConstDirectiveNode[] | undefined): boolean =>
    directives?.some((one) => inaccessible.has(one.name.value)) ?? false;
  const hidden = new Set<string>();
  for (const node of supergraph.definitions) {
    if (isTypeDefinitionNode(node) && isHidden(node.directives)) hidden.add(node.name.value);
  }
  const hide = (node: { readonly directives?: readonly ConstDirectiveNode[] }): null | undefined =>
    isHidden(node.directives) ? null : undefined;
  const visible = visit(supergraph, {
    FieldDefinition: hide,
    InputValueDefinition: hide,
    EnumValueDefinition: hide,
  });
  const seen = (types?: readonly NamedTypeNode[]): readonly NamedTypeNode[] =>
    (types ?? []).filter((type) => !hidden.has(type.name.value));
  const document = visit(visible, {
    UnionTypeDefinition: (node) => ({ ...node, types: seen(node.types) }),
    ObjectTypeDefinition: (node) => ({ ...node, interfaces: seen(node.interfaces) }),
    InterfaceTypeDefinition: (node) => ({ ...node, interfaces: seen(node.interfaces) }),
  });
  const definitions = document.definitions.filter(
    (node) => !(isTypeDefinitionNode(node) && hidden.has(node.name.value)),
  );
  return buildASTSchema({ ...document, definitions }, { assumeValid: true, assumeValidSDL: true });
}
