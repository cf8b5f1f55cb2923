import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';

import { gatewayError } from '../errors.ts';
import type { OperationMeasure } from '../errors.ts';
import { countExpandedNodes } from './expanded-nodes.ts';

export interface OperationLimits {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly expandedNodes: number;
  readonly repetitions: number;
}

/** Fragments nest without adding to the depth of the response; this many times the depth is enough. */
const NESTING_PER_DEPTH = 3;

/** One place in the response: a field asked for twice there is merged, at a price per pair. */
interface ResponsePlace {
  count: number;
  readonly children: Map<string, ResponsePlace>;
}

interface Walk {
  readonly limits: OperationLimits;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  aliases: number;
}

/**
 * Refuses an operation that would cost much to validate, plan or run, before any of that happens.
 * Fragments are counted first, in time linear to the text; only what is small enough is then walked
 * as if they were written out. Throws OPERATION_TOO_LARGE with the measure, the limit and what came.
 */
export function checkOperationLimits(document: DocumentNode, limits: OperationLimits): void {
  const counted = countExpandedNodes(document);
  refuseOver('expanded nodes', limits.expandedNodes, counted.nodes);
  const walk: Walk = { limits, fragments: counted.fragments, aliases: 0 };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root: ResponsePlace = { count: 0, children: new Map() };
    walkSelections(definition.selectionSet, { place: root, depth: 1, nesting: 1 }, walk);
    refuseOver('root fields', limits.rootFields, root.children.size);
  }
}

function walkSelections(
  selections: SelectionSetNode,
  at: { readonly place: ResponsePlace; readonly depth: number; readonly nesting: number },
  walk: Walk,
): void {
  const { limits } = walk;
  const nesting = at.nesting + 1;
  refuseOver('nested selections', limits.depth * NESTING_PER_DEPTH, at.nesting);
  for (const selection of selections.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      walkSelections(selection.selectionSet, { ...at, nesting }, walk);
    } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = walk.fragments.get(selection.name.value);
      // A fragment that is not defined is for validation to report.
      if (fragment !== undefined) walkSelections(fragment.selectionSet, { ...at, nesting }, walk);
    } else {
      const { alias, name, selectionSet } = selection;
      refuseOver('depth', limits.depth, at.depth);
      if (alias !== undefined) walk.aliases += 1;
      refuseOver('aliases', limits.aliases, walk.aliases);
      const place = placeOf(at.place, (alias ?? name).value);
      place.count += 1;
      refuseOver('repetitions of one field', limits.repetitions, place.count);
      if (selectionSet !== undefined) {
        walkSelections(selectionSet, { place, depth: at.depth + 1, nesting }, walk);
      }
    }
  }
}

function placeOf(parent: ResponsePlace, responseName: string): ResponsePlace {
  let place = parent.children.get(responseName);
  if (place === undefined) {
    place = { count: 0, children: new Map() };
    parent.children.set(responseName, place);
  }
  return place;
}

function refuseOver(measure: OperationMeasure, limit: number, got: number): void {
  if (got > limit) {
    throw gatewayError('OPERATION_TOO_LARGE', [measure, limit, got], {
      extensions: { measure, limit, actual: got },
    });
  }
}
