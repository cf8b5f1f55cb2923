import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { DefinitionNode, GraphQLInputType, OperationDefinitionNode } from 'graphql';

import type { AskedOperation } from './denied-selections.ts';

/** What is given to a field, as the schema names it: `filter.and.ssn` of `customers`. */
export interface DeniedInput {
  readonly field: string;
  readonly argument: string;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * What the operation gives although its caller may not, in a skipped selection too. `variables` are the client's
 * own: what the graph has by default nobody gave.
 */
export function deniedInputs(
  asked: AskedOperation,
  variables: Variables,
  mayGive: (coordinate: string) => boolean,
): readonly DeniedInput[] {
  const given = { ...defaultsOf(asked.operation), ...variables };
  const found = new Map<string, DeniedInput>();
  const types = new TypeInfo(asked.schema);
  const visitor = visitWithTypeInfo(types, {
    Directive: () => false,
    Argument({ name, value }) {
      const [type, parent, field] = [
        types.getInputType(),
        types.getParentType(),
        types.getFieldDef(),
      ];
      const json: unknown = valueFromASTUntyped(value, given);
      if (!type || !parent || !field || json === undefined) return;
      const own = { coordinate: `${parent.name}.${field.name}(${name.value}:)`, at: name.value };
      for (const { coordinate, at } of [own, ...partsOf(json, type, name.value)]) {
        if (mayGive(coordinate)) continue;
        found.set(`${field.name} ${at}`, { field: field.name, argument: at });
      }
    },
  });
  for (const definition of reachable(asked)) visit(definition, visitor);
  return [...found.values()];
}

interface Part {
  readonly coordinate: string;
  readonly at: string;
}

function partsOf(value: unknown, wrapped: GraphQLInputType, at: string): readonly Part[] {
  const type = getNullableType(wrapped);
  if (value === null || value === undefined) return [];
  if (isListType(type)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap((item) => partsOf(item, type.ofType, at));
  }
  if (isEnumType(type)) {
    return typeof value === 'string' ? [{ coordinate: `${type.name}.${value}`, at }] : [];
  }
  if (!isInputObjectType(type)) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const field = type.getFields()[name];
    const below = `${at}.${name}`;
    if (field === undefined || member === undefined) return [];
    const own = { coordinate: `${type.name}.${name}`, at: below };
    return [own, ...partsOf(member, field.type, below)];
  });
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined
        ? []
        : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
    ),
  );
}

/** The operation and the fragments that it uses. */
function reachable({ operation, fragments }: AskedOperation): ReadonlySet<DefinitionNode> {
  const found = new Set<DefinitionNode>([operation]);
  // A set is walked on while it grows.
  for (const definition of found) {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment !== undefined) found.add(fragment);
      },
    });
  }
  return found;
}
