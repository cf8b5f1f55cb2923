import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** Whether a query selects a field of this name anywhere below the field that is answered. */
export function asksFor(
  info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  name: string,
): boolean {
  const below = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD)
        return isNamed(selection, name) || below(selection.selectionSet);
      if (selection.kind === Kind.INLINE_FRAGMENT) return below(selection.selectionSet);
      // A valid query's fragments are there, and none holds itself.
      return below(info.fragments[selection.name.value]?.selectionSet);
    });
  return info.fieldNodes.some((field) => below(field.selectionSet));
}

function isNamed(field: FieldNode, name: string): boolean {
  return field.name.value === name;
}
