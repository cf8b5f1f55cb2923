import { Kind } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  VariableDefinitionNode,
} from 'graphql';
import { visit } from 'graphql';

import { gatewayError } from '../errors.ts';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The one field that a subscription asks for, and all that is asked of it, fragments at the top dissolved. */
export interface RootSelection {
  readonly field: FieldNode;
  readonly selections: readonly SelectionNode[];
}

/**
 * Finds the root field of a valid subscription (GraphQL specification, section 5.2.3.1). Throws
 * GRAPHQL_VALIDATION_FAILED where it hangs on a condition: there is nothing to wait for then.
 */
export function rootSelection(selectionSet: SelectionSetNode, fragments: Fragments): RootSelection {
  const fields = rootFields(selectionSet, fragments);
  const [field] = fields;
  if (field === undefined) throw invalid('must ask for one field');
  return { field, selections: fields.flatMap((one) => one.selectionSet?.selections ?? []) };
}

function rootFields({ selections }: SelectionSetNode, fragments: Fragments): readonly FieldNode[] {
  return selections.flatMap((selection): readonly FieldNode[] => {
    if ((selection.directives ?? []).length > 0)
      throw invalid('must have no directive at its root field');
    if (selection.kind === Kind.FIELD) return [selection];
    const inside =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragments.get(selection.name.value)?.selectionSet;
    return inside === undefined ? [] : rootFields(inside, fragments);
  });
}

/** What selections need of their document. */
export interface Needed {
  readonly fragments: readonly FragmentDefinitionNode[];
  readonly variables: readonly VariableDefinitionNode[];
}

/** The fragments that selections lead to, and the variables that they or those use. */
export function neededBy(
  selections: readonly SelectionNode[],
  fragments: Fragments,
  variables: readonly VariableDefinitionNode[],
): Needed {
  const found = new Map<string, FragmentDefinitionNode>();
  const used = new Set<string>();
  const look = (selectionSet: SelectionSetNode): void => {
    visit(selectionSet, {
      Variable: ({ name }) => void used.add(name.value),
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value);
        if (fragment === undefined || found.has(value)) return;
        found.set(value, fragment);
        look(fragment.selectionSet);
      },
    });
  };
  look({ kind: Kind.SELECTION_SET, selections });
  return {
    fragments: [...found.values()],
    variables: variables.filter(({ variable }) => used.has(variable.name.value)),
  };
}

function invalid(what: string): Error {
  return gatewayError('GRAPHQL_VALIDATION_FAILED', [`A subscription ${what}.`]);
}
