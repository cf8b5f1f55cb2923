import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';

/** Tells whether an object of one type is one of another: the same, an interface that it has, a union it is in. */
export type IsSubtype = (type: string, condition: string) => boolean;

/** Reads it from a supergraph, types that clients cannot see included. */
export function readSubtypes(supergraph: DocumentNode): IsSubtype {
  const members = new Map<string, Set<string>>();
  const add = (abstract: string, member: string): void => {
    const known = members.get(abstract);
    if (known === undefined) members.set(abstract, new Set([member]));
    else known.add(member);
  };
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const type of node.types ?? []) add(node.name.value, type.name.value);
    } else if (
      node.kind === Kind.OBJECT_TYPE_DEFINITION ||
      node.kind === Kind.INTERFACE_TYPE_DEFINITION
    ) {
      for (const one of node.interfaces ?? []) add(one.name.value, node.name.value);
    }
  }
  return (type, condition) => type === condition || (members.get(condition)?.has(type) ?? false);
}
