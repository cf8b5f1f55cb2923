import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  visit,
} from 'graphql';
import type { DocumentNode, FieldNode, SelectionNode, SelectionSetNode } from 'graphql';

/** Stands where nothing of a selection set is included. */
const NOTHING = 'nothing__';

/**
 * The same operation with its conditions decided: what is left out is gone, and no `@skip` or `@include`
 * is left. Variables that served for nothing else are gone too.
 */
export function decideConditions(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): DocumentNode {
  const isIncluded = (node: SelectionNode): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
  const decided = visit(document, {
    SelectionSet: {
      enter: (node): SelectionSetNode => ({
        ...node,
        selections: node.selections.filter(isIncluded),
      }),
      leave: (node): SelectionSetNode =>
        node.selections.length > 0 ? node : { ...node, selections: [nothing] },
    },
    Directive: (node) => (/^(skip|include)$/.test(node.name.value) ? null : undefined),
  });
  return withoutUnused(decided);
}

const nothing: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: NOTHING },
  name: { kind: Kind.NAME, value: '__typename' },
};

/** Data without what stood for nothing. */
export function withoutNothing(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutNothing);
  if (data === null || typeof data !== 'object') return data;
  const entries = Object.entries(data).filter(([key]) => key !== NOTHING);
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutNothing(value)]));
}

/** Without fragments and variables that nothing uses. */
export function withoutUnused(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  let before = -1;
  let tidy = document;
  // A fragment that only an unused fragment uses is unused.
  while (used.size !== before) {
    before = used.size;
    used.clear();
    visit(tidy, {
      FragmentSpread: (node) => void used.add(`...${node.name.value}`),
      VariableDefinition: () => false,
      Variable: (node) => void used.add(`$${node.name.value}`),
    });
    tidy = visit(tidy, {
      FragmentDefinition: (node) => (used.has(`...${node.name.value}`) ? undefined : null),
      VariableDefinition: (node) => (used.has(`$${node.variable.name.value}`) ? undefined : null),
    });
  }
  return tidy;
}
