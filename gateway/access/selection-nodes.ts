import { Kind } from 'graphql';
import type { InlineFragmentNode, NameNode, SelectionNode, SelectionSetNode } from 'graphql';

export function inlineFragment(
  typeCondition: string,
  selections: readonly SelectionNode[],
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(typeCondition) },
    selectionSet: selectionSetOf(selections),
  };
}

export function selectionSetOf(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}

export function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}
