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
      const place = one.kind === Kind.FIELD ? this.#at(planKeyOf(one)) : this;
      place.#add(one.selectionSet);
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

/** Without the endings by which the planner tells fields of one key apart. */
function planKeyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value.replace(/__alias_\d+$/, '');
}
