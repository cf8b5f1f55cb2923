import { Kind, parse, print, visit } from 'graphql';
import type { ASTNode, DocumentNode } from 'graphql';
import { readSecurityNames } from './security-features.ts';

/**
 * The supergraph without `@authenticated`, `@requiresScopes` and `@policy`, under whatever names its
 * `@link`s give them, for an engine that refuses features it does not enforce. The policy table must
 * be read from the full supergraph first: what comes back here protects nothing.
 */
export function stripSecurity(supergraph: string | DocumentNode): string {
  const document = typeof supergraph === 'string' ? parse(supergraph) : supergraph;
  const names = readSecurityNames(document);
  const links = new Set<ASTNode>(names.links.map((link) => link.node));
  const stripped = visit(document, {
    Directive: (node) =>
      links.has(node) || names.requirements.has(node.name.value) ? null : undefined,
    DirectiveDefinition: (node) => (names.requirements.has(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (names.scalars.has(node.name.value) ? null : undefined),
  });
  return print({ ...stripped, definitions: stripped.definitions.filter(saysSomething) });
}

/** `extend schema` with its only `@link` taken away would be a syntax error. */
function saysSomething(definition: ASTNode): boolean {
  return (
    definition.kind !== Kind.SCHEMA_EXTENSION ||
    (definition.directives ?? []).length > 0 ||
    (definition.operationTypes ?? []).length > 0
  );
}
