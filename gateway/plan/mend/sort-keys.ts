import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';

import { argumentOf } from '../../../schema/linked-names.ts';
import { graphOf, isFieldedType } from './join-directives.ts';
import type { FieldedType } from './join-directives.ts';

/**
 * Puts the keys by which a subgraph can look an entity up before those that it only knows (`resolvable:
 * false`), of each type and subgraph. To come back to a subgraph the planner takes the first key that is at
 * hand, of whichever kind; elsewhere the order means nothing. The same document where there is nothing to do.
 */
export function sortKeys(supergraph: DocumentNode): DocumentNode {
  const definitions = supergraph.definitions.map((node) =>
    isFieldedType(node) ? withSortedKeys(node) : node,
  );
  const isSorted = definitions.every((node, index) => node === supergraph.definitions[index]);
  return isSorted ? supergraph : { ...supergraph, definitions };
}

function withSortedKeys(type: FieldedType): FieldedType {
  const { directives = [] } = type;
  const sorted = resolvableFirst(directives);
  return sorted.every((one, index) => one === directives[index])
    ? type
    : { ...type, directives: sorted };
}

/** The keys of one subgraph share out the places that they have between them. */
function resolvableFirst(directives: readonly ConstDirectiveNode[]): readonly ConstDirectiveNode[] {
  const keys = directives.filter(isKey);
  const byGraph = new Map<string, ConstDirectiveNode[]>();
  for (const key of [...keys.filter(isResolvable), ...keys.filter((one) => !isResolvable(one))]) {
    const sorted = byGraph.get(graphOf(key));
    if (sorted === undefined) byGraph.set(graphOf(key), [key]);
    else sorted.push(key);
  }
  return directives.map((one) => (isKey(one) ? (byGraph.get(graphOf(one))?.shift() ?? one) : one));
}

function isKey({ name }: ConstDirectiveNode): boolean {
  return name.value === 'join__type';
}

function isResolvable(key: ConstDirectiveNode): boolean {
  const value = argumentOf(key, 'resolvable');
  return value?.kind !== Kind.BOOLEAN || value.value;
}
