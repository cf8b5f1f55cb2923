import { Kind, print, stripIgnoredCharacters, visit } from 'graphql';
import type {
  FieldNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  VariableDefinitionNode,
} from 'graphql';

import type { EntitiesOperation } from '../entities-operation.ts';
import type { FetchNode, PlanSelection } from '../query-plan.ts';

/** What of a fetch of entities to keep. */
export interface Narrowing {
  /** Fields of the entities themselves. */
  readonly fields: ReadonlySet<FieldNode>;
  /** Names that the representation is to do without, wherever they are in it. */
  readonly without: ReadonlySet<string>;
}

/** The same fetch for some of its fields, with the variables and the representation that are left for these. */
export function narrowFetch(
  fetch: FetchNode,
  { operation, entities }: EntitiesOperation,
  { fields, without }: Narrowing,
): FetchNode {
  const kept = { ...entities, selectionSet: keepFields(entities.selectionSet, fields) };
  const used = new Set<string>();
  visit(kept, { Variable: ({ name }) => void used.add(name.value) });
  const isUsed = ({ variable }: VariableDefinitionNode): boolean => used.has(variable.name.value);
  const narrowed: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(isUsed),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [kept] },
  };
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print(narrowed)),
    variableUsages: (fetch.variableUsages ?? []).filter((name) => used.has(name)),
    requires: leaveOut(fetch.requires ?? [], without),
  };
}

function keepFields(set: SelectionSetNode, fields: ReadonlySet<FieldNode>): SelectionSetNode {
  const selections = set.selections.flatMap((one): readonly SelectionNode[] => {
    if (one.kind === Kind.FIELD) return fields.has(one) ? [one] : [];
    if (one.kind === Kind.FRAGMENT_SPREAD) return [];
    const selectionSet = keepFields(one.selectionSet, fields);
    return selectionSet.selections.length === 0 ? [] : [{ ...one, selectionSet }];
  });
  return { ...set, selections };
}

/** Where nothing is left inside of something, it goes as well. */
function leaveOut(
  selections: readonly PlanSelection[],
  without: ReadonlySet<string>,
): readonly PlanSelection[] {
  return selections.flatMap((one): readonly PlanSelection[] => {
    if (one.kind === 'Field' && without.has(one.name)) return [];
    if (one.selections === undefined) return [one];
    const inside = leaveOut(one.selections, without);
    return inside.length === 0 ? [] : [{ ...one, selections: inside }];
  });
}
