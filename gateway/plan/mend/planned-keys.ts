import { Kind, parse } from 'graphql';
import type { FieldNode, SelectionSetNode } from 'graphql';

import { listSteps } from '../fetch-step.ts';
import type { FetchStep } from '../fetch-step.ts';
import type { QueryPlan } from '../query-plan.ts';

/** The response keys that a plan fetches at one place, of whatever type and under whatever condition. */
export class PlannedKeys {
  readonly #below = new Map<string, PlannedKeys>();

  /** Those at the root. */
  static of(plan: QueryPlan): PlannedKeys {
    const root = new PlannedKeys();
    for (const step of listSteps(plan.node)) {
      const place = step.path.filter((key) => key !== '@').reduce((at, key) => at.#at(key), root);
      place.#add(selectionOf(step));
    }
    return root;
  }

  /** Those below a key; undefined where it is not fetched. */
  below(key: string): PlannedKeys | undefined {
    return this.#below.get(key);
  }

  #at(key: string): PlannedKeys {
    let below = this.#below.get(key);
    if (below === undefined) {
      below = new PlannedKeys();
      this.#below.set(key, below);
    }
    return below;
  }

  #add(set: SelectionSetNode | undefined): void {
    for (const one of set?.selections ?? []) {
      if (one.kind === Kind.FRAGMENT_SPREAD) continue;
      const places = one.kind === Kind.FIELD ? keysOf(one).map((key) => this.#at(key)) : [this];
      for (const place of places) place.#add(one.selectionSet);
    }
  }
}

function selectionOf({ node }: FetchStep): SelectionSetNode | undefined {
  const [operation] = parse(node.operation, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  if (node.requires === undefined) return operation.selectionSet;
  const [entities] = operation.selectionSet.selections;
  return entities?.kind === Kind.FIELD ? entities.selectionSet : undefined;
}

/** As it is, and without the ending by which the planner tells fields of one key apart. */
function keysOf({ alias, name }: FieldNode): readonly string[] {
  const { value } = alias ?? name;
  const key = value.replace(/__alias_\d+$/, '');
  return key === value ? [value] : [value, key];
}
