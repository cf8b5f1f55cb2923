import { print, stripIgnoredCharacters } from 'graphql';

import { RESERVED_PREFIX } from '../access/engine-names.ts';
import { readEntitiesOperation } from './entities-operation.ts';
import type { FetchStep } from './fetch-step.ts';

/** The unchanging part of a subgraph request: everything but the values of its variables. */
export interface RequestText {
  /** JSON up to and with the brace that opens the variables. */
  readonly head: string;
  /** The client's variables that the operation uses. */
  readonly variables: readonly string[];
  /** One for each selection of entities, in the order given; none at the root. */
  readonly entities: readonly EntityNames[];
}

/** Where a selection of entities stands in a request. */
interface EntityNames {
  /** Its response key. */
  readonly key: string;
  /** The variable that takes its representations. */
  readonly variable: string;
}

/** One `_entities` selection and the variables that it uses. */
export interface EntitySelection {
  /** With its braces. Equal texts ask the same of an entity. */
  readonly text: string;
  readonly definitions: ReadonlyMap<string, string>;
  readonly variables: readonly string[];
}

/** The request of a step at the root, as planned. */
export function rootRequest({ node }: FetchStep): RequestText {
  const { operation, operationName, variableUsages = [] } = node;
  return {
    head: headOf(operation, operationName),
    variables: variableUsages,
    entities: [],
  };
}

/** What a step asks of its entities (federation subgraph specification, `Query._entities`). */
export function entitySelection({ node }: FetchStep): EntitySelection {
  const { operation, entities } = readEntitiesOperation(node.operation);
  const text = stripIgnoredCharacters(print(entities.selectionSet));
  const definitions = new Map(
    (operation.variableDefinitions ?? [])
      .filter(({ variable }) => node.variableUsages?.includes(variable.name.value))
      .map((one) => [one.variable.name.value, stripIgnoredCharacters(print(one))]),
  );
  return { text, definitions, variables: node.variableUsages ?? [] };
}

/**
 * One request for several selections of entities. Each has an alias and a variable of its own, of names
 * that no client can use; a selection alone has the names that everybody knows.
 */
export function entitiesRequest(
  selections: readonly EntitySelection[],
  operationName: string | undefined,
): RequestText {
  const variables = [...new Set(selections.flatMap((one) => one.variables))];
  const names = entityNames(selections.length, variables);
  const definitions = new Map(selections.flatMap((one) => [...one.definitions]));
  const heads = [...names.map((one) => `$${one.variable}:[_Any!]!`), ...definitions.values()];
  const fields = selections.map(({ text }, index) => {
    const { key, variable } = names[index] ?? ONLY;
    const alias = key === '_entities' ? '' : `${key}:`;
    return `${alias}_entities(representations:$${variable})${text}`;
  });
  const operation = `query ${operationName ?? ''}(${heads.join(',')}){${fields.join(' ')}}`;
  return { head: headOf(operation, operationName), variables, entities: names };
}

const ONLY: EntityNames = Object.freeze({ key: '_entities', variable: 'representations' });

function entityNames(count: number, variables: readonly string[]): readonly EntityNames[] {
  if (count === 1 && !variables.includes(ONLY.variable)) return [ONLY];
  return Array.from({ length: count }, (_, index) => ({
    key: `_${index}`,
    variable: `${RESERVED_PREFIX}r${index}`,
  }));
}

function headOf(query: string, operationName: string | undefined): string {
  const named = operationName === undefined ? {} : { operationName };
  return `${JSON.stringify({ query, ...named }).slice(0, -1)},"variables":{`;
}
