import { isObjectType, possibleRuntimeTypes } from '@apollo/federation-internals';
import type { FieldSelection, Operation, SelectionSet } from '@apollo/federation-internals';

import type { QueryPlan } from '../query-plan.ts';
import { PlannedKeys } from './planned-keys.ts';

/**
 * The path of a field that an operation asks for and no fetch of its plan does; null for none. The planner
 * drops what it takes for impossible, such as fields of an interface without implementations, and the client
 * would get null for an answer. Looks no further than to objects that can be of several types: what is not
 * fetched of these, the planner may know not to be there.
 */
export function unplannedField(operation: Operation, plan: QueryPlan): string | null {
  return unplannedIn(operation.selectionSet, PlannedKeys.of(plan));
}

function unplannedIn(set: SelectionSet, planned: PlannedKeys): string | null {
  for (const one of set.selections()) {
    const found =
      one.kind === 'FieldSelection'
        ? unplannedAt(one, planned)
        : unplannedIn(one.selectionSet, planned);
    if (found !== null) return found;
  }
  return null;
}

function unplannedAt(
  { element, selectionSet }: FieldSelection,
  planned: PlannedKeys,
): string | null {
  if (element.name.startsWith('__')) return null;
  const key = element.responseName();
  const below = planned.below(key);
  if (below === undefined) return key;
  if (selectionSet === undefined || canBeOfSeveralTypes(selectionSet)) return null;
  const found = unplannedIn(selectionSet, below);
  return found === null ? null : `${key}.${found}`;
}

function canBeOfSeveralTypes({ parentType }: SelectionSet): boolean {
  return !isObjectType(parentType) && possibleRuntimeTypes(parentType).length > 0;
}
