import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
} from 'graphql';

import { argumentOf, textArgument } from '../../../schema/linked-names.ts';

/** A type of a supergraph that has fields to ask for. */
export type FieldedType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function isFieldedType(node: DefinitionNode): node is FieldedType {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** The subgraph that a `@join__type` or `@join__field` is about, as `join__Graph` has it; empty for all. */
export function graphOf(directive: ConstDirectiveNode): string {
  const value = argumentOf(directive, 'graph');
  return value?.kind === Kind.ENUM ? value.value : '';
}

/** The names of subgraphs in plans, by those in `join__Graph` (join specification, `@join__graph`). */
export function readGraphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const { name, directives = [] } of node.values ?? []) {
      const stated = directives.find((one) => one.name.value === 'join__graph');
      names.set(name.value, (stated && textArgument(stated, 'name')) ?? name.value);
    }
  }
  return names;
}
