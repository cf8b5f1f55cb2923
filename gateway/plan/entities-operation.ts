import { Kind, parse } from 'graphql';
import type { FieldNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';

/** The operation of a fetch of entities (federation subgraph specification, `Query._entities`). */
export interface EntitiesOperation {
  readonly operation: OperationDefinitionNode;
  readonly entities: FieldNode & { readonly selectionSet: SelectionSetNode };
}

/** Reads it. Throws for any other operation, and for one that has fragments. */
export function readEntitiesOperation(text: string): EntitiesOperation {
  const [operation, ...others] = parse(text, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) {
    throw new Error(`A fetch must be one operation without fragments, but got: ${text}`);
  }
  const [entities] = operation.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || entities.selectionSet === undefined) {
    throw new Error(`A fetch of entities must begin with "_entities", but got: ${text}`);
  }
  return { operation, entities: { ...entities, selectionSet: entities.selectionSet } };
}
