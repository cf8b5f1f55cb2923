import { isObjectType, possibleRuntimeTypes } from '@apollo/federation-internals';
import type {
  CompositeType,
  FieldSelection,
  Operation,
  SelectionSet,
} from '@apollo/federation-internals';

import { ALWAYS, narrow } from '../../access/condition.ts';
import type { Condition } from '../../access/condition.ts';
import type { QueryPlan } from '../query-plan.ts';
import { PlannedKeys } from './planned-keys.ts';

/**
 * The path of a field that an operation asks for and no fetch of its plan does; null for none. The planner
 * drops what it takes for impossible, such as fields of an interface without implementations, and the client
 * would get null for an answer. Looks no further than to objects that can be of several types: what is not
 * fetched of these, the planner may know not to be there.
 */
export function unplannedField({ selectionSet }: Operation, plan: QueryPlan): string | null {
  const at = { type: selectionSet.parentType, condition: ALWAYS, planned: PlannedKeys.of(plan) };
  return unplannedIn(selectionSet, at);
}

interface Place {
  /** Of the object there. */
  readonly type: CompositeType;
  /** What cannot be included for any variables needs no fetch. */
  readonly condition: Condition;
  readonly planned: PlannedKeys;
}

function unplannedIn(set: SelectionSet, place: Place): string | null {
  for (const one of set.selections()) {
    const condition = narrow(place.condition, one.element.appliedDirectivesToDirectiveNodes());
    if (condition === null) continue;
    const at = { ...place, condition };
    let found: string | null = null;
    if (one.kind === 'FieldSelection') found = unplannedAt(one, at);
    else if (!isOfAnother(one.element.typeCondition, place)) {
      found = unplannedIn(one.selectionSet, at);
    }
    if (found !== null) return found;
  }
  return null;
}

function unplannedAt({ element, selectionSet }: FieldSelection, place: Place): string | null {
  if (element.name.startsWith('__')) return null;
  const key = element.responseName();
  const planned = place.planned.below(key);
  if (planned === undefined) return canAskAnything(selectionSet, place.condition) ? key : null;
  if (selectionSet === undefined || canBeOfSeveral(selectionSet.parentType)) return null;
  const found = unplannedIn(selectionSet, { ...place, type: selectionSet.parentType, planned });
  return found === null ? null : `${key}.${found}`;
}

/** Whether anything of a selection can be included; what has none is a value by itself. */
function canAskAnything(set: SelectionSet | undefined, outer: Condition): boolean {
  if (set === undefined) return true;
  return set.selections().some(({ element, selectionSet }) => {
    const condition = narrow(outer, element.appliedDirectivesToDirectiveNodes());
    return condition !== null && canAskAnything(selectionSet, condition);
  });
}

function canBeOfSeveral(type: CompositeType): boolean {
  return !isObjectType(type) && possibleRuntimeTypes(type).length > 0;
}

/** A fragment in a fragment may be for types that the object is not of. */
function isOfAnother(condition: CompositeType | undefined, { type }: Place): boolean {
  return condition !== undefined && isObjectType(condition) && condition.name !== type.name;
}
