import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  TypeNode,
} from 'graphql';

import { fieldSetsOf } from '../../execute/differential/entity-book.ts';

/** Something in a room's SDL that can say who may read or give it, by its coordinate. */
interface Place {
  readonly coordinate: string;
  readonly directives: readonly ConstDirectiveNode[];
}

/** A type's definition with its fields, values and arguments, under the name of the type that it stands for. */
export function placesOf(definition: DefinitionNode, type: string): readonly Place[] {
  const own = 'directives' in definition ? (definition.directives ?? []) : [];
  return [
    // The directives of a definition hold constants only.
    { coordinate: type, directives: own as readonly ConstDirectiveNode[] },
    ...valuesOf(definition).map(({ name, directives = [] }) => ({
      coordinate: `${type}.${name.value}`,
      directives,
    })),
    ...fieldsOf(definition).flatMap((field) => placesOfField(field, `${type}.${field.name.value}`)),
  ];
}

function placesOfField(field: FieldDefinitionNode, coordinate: string): readonly Place[] {
  const { directives = [], arguments: given = [] } = field;
  const places = given.map((one) => ({
    coordinate: `${coordinate}(${one.name.value}:)`,
    directives: one.directives ?? [],
  }));
  return [{ coordinate, directives }, ...places];
}

/** Fields of output and of input types. */
export function fieldsOf(definition: DefinitionNode): readonly FieldDefinitionNode[] {
  // An input field lacks the arguments of a field, which may be missing there as well.
  return 'fields' in definition ? ((definition.fields ?? []) as FieldDefinitionNode[]) : [];
}

function valuesOf(definition: DefinitionNode): readonly EnumValueDefinitionNode[] {
  return 'values' in definition ? (definition.values ?? []) : [];
}

/** Names of fields that plans fetch for themselves: keys, and what a `@requires` names. */
export function joinedFieldsOf(definition: DefinitionNode): readonly string[] {
  const own = 'directives' in definition ? (definition.directives ?? []) : [];
  const keys = own.flatMap((one) => fieldSetsOf(one, 'key'));
  const required = fieldsOf(definition).flatMap(({ directives = [] }) =>
    directives.flatMap((one) => fieldSetsOf(one, 'requires')),
  );
  return [...keys, ...required]
    .flatMap(({ selections }) => selections)
    .flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
