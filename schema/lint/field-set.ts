import { GraphQLError, Kind, parse } from 'graphql';
import type { ConstDirectiveNode, SelectionSetNode } from 'graphql';
import { textArgument } from '../linked-names.ts';
import { namedType } from '../room-graph.ts';
import type { RoomGraph } from '../room-graph.ts';

/** A field that a field set names. */
export interface NamedField {
  readonly type: string;
  readonly field: string;
}

/**
 * The fields that the `fields` of a `@key` or `@provides` names, nested ones included. A set that is no
 * selection, or names what is not there, is for composition to refuse.
 */
export function fieldSet(
  graph: RoomGraph,
  directive: ConstDirectiveNode,
  type: string,
): readonly NamedField[] {
  const text = textArgument(directive, 'fields');
  const selections = text === undefined ? null : parseSelections(text);
  return selections === null ? [] : fieldsIn(graph, selections, type);
}

function parseSelections(text: string): SelectionSetNode | null {
  try {
    const [definition] = parse(`{${text}}`).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : null;
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

function fieldsIn(graph: RoomGraph, set: SelectionSetNode, type: string): readonly NamedField[] {
  return set.selections.flatMap((selection): readonly NamedField[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? type;
      return fieldsIn(graph, selection.selectionSet, condition);
    }
    const field = selection.name.value;
    const named = { type, field };
    const returned = returnType(graph, named);
    const nested = selection.selectionSet;
    if (nested === undefined || returned === null) return [named];
    return [named, ...fieldsIn(graph, nested, returned)];
  });
}

/** What a field returns in the first room that has it, without lists and non-nulls. */
export function returnType(graph: RoomGraph, { type, field }: NamedField): string | null {
  const fields = (graph.types.get(type) ?? []).flatMap((part) => part.fields);
  const found = fields.find((candidate) => candidate.name === field);
  return found === undefined ? null : namedType(found.node.type);
}
