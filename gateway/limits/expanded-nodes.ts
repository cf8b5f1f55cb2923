import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';

import { gatewayError } from '../errors.ts';

export interface ExpandedCount {
  /** Selections of all operations with their fragments written out; capped, never infinite. */
  readonly nodes: number;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

const CAP = Number.MAX_SAFE_INTEGER;

/**
 * Counts what the document expands to without expanding it: each fragment is counted once, so fourteen
 * fragments that double fourteen times cost fourteen steps. Cycles and fragments nobody uses are
 * refused here, as validation would (GraphQL specification, section 5.5), because they have no count.
 */
export function countExpandedNodes(document: DocumentNode): ExpandedCount {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const counts = new Map<string, number | 'counting'>();

  const countFragment = (name: string): number => {
    const known = counts.get(name);
    if (known === 'counting') {
      throw gatewayError('GRAPHQL_VALIDATION_FAILED', [
        `Cannot spread fragment "${name}" within itself.`,
      ]);
    }
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    if (fragment === undefined) return 0;
    counts.set(name, 'counting');
    const count = countSelections(fragment.selectionSet);
    counts.set(name, count);
    return count;
  };

  const countSelections = (set: SelectionSetNode): number => {
    let count = 0;
    for (const selection of set.selections) {
      count += 1;
      if (selection.kind === Kind.FRAGMENT_SPREAD) count += countFragment(selection.name.value);
      else if (selection.selectionSet !== undefined)
        count += countSelections(selection.selectionSet);
    }
    return Math.min(count, CAP);
  };

  let nodes = 0;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      nodes = Math.min(nodes + countSelections(definition.selectionSet), CAP);
    }
  }
  const unused = [...fragments.keys()].find((name) => !counts.has(name));
  if (unused !== undefined) {
    throw gatewayError('GRAPHQL_VALIDATION_FAILED', [`Fragment "${unused}" is never used.`]);
  }
  return { nodes, fragments };
}
