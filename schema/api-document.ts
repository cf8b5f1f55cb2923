import { Kind, visit } from 'graphql';
import type { DocumentNode } from 'graphql';

/** Directives that mean something to a client. */
const CLIENT_DIRECTIVES: ReadonlySet<string> = new Set(['deprecated', 'oneOf', 'specifiedBy']);

/**
 * What introspection shows: the public graph without the directives that speak to the gateway and to data
 * stewards, and without the types that only those directives name.
 */
export function apiDocument(publicDocument: DocumentNode): DocumentNode {
  const document: DocumentNode = visit(publicDocument, {
    Directive: (node) => (CLIENT_DIRECTIVES.has(node.name.value) ? undefined : null),
    DirectiveDefinition: (node) => (CLIENT_DIRECTIVES.has(node.name.value) ? undefined : null),
  });
  const named = new Set(['Query', 'Mutation', 'Subscription']);
  visit(document, { NamedType: (type) => void named.add(type.name.value) });
  return {
    ...document,
    // An object nobody names may still be reached through its interface.
    definitions: document.definitions.filter(
      (node) =>
        (node.kind !== Kind.ENUM_TYPE_DEFINITION &&
          node.kind !== Kind.SCALAR_TYPE_DEFINITION &&
          node.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) ||
        named.has(node.name.value),
    ),
  };
}
