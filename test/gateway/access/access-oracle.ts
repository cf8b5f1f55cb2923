import {
  buildSchema,
  execute,
  GraphQLError,
  isAbstractType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLField, GraphQLSchema } from 'graphql';

import { peopleSubgraphs, wholeResolvers } from './people-graph.ts';
import { joinFields, requirements } from './people-rights.ts';
import type { Asked } from './people-gateway.ts';

/**
 * What an answer must be, found by another road: graphql-js over the whole graph as one schema, with a
 * check of its own in front of every single resolver, driven by a table written by hand.
 */
export class AccessOracle {
  readonly schema: GraphQLSchema;
  readonly #subgraphs = new Map(peopleSubgraphs().map((one) => [one.name, one.schema]));

  constructor(api: string) {
    this.schema = buildSchema(api);
    for (const type of Object.values(this.schema.getTypeMap())) {
      const resolvers =
        (wholeResolvers as Record<string, Record<string, unknown>>)[type.name] ?? {};
      if (isAbstractType(type)) type.resolveType = resolvers['__resolveType'] as never;
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        field.resolve = guarded(field, `${type.name}.${field.name}`, resolvers[field.name]);
      }
    }
  }

  /** The whole answer, with null where the caller may not read, and what was denied on the way. */
  async expected(
    document: DocumentNode,
    variables: Readonly<Record<string, unknown>>,
    rights: readonly string[],
  ): Promise<{ readonly result: ExecutionResult; readonly denied: readonly string[] }> {
    const denied = new Set<string>();
    const contextValue: Asking = { rights, denied };
    const result = await execute({
      schema: this.schema,
      document,
      variableValues: variables,
      contextValue,
    });
    return { result, denied: [...denied] };
  }

  /** Fields that subgraphs were asked for although the caller may not read them. */
  fetchedThoughDenied(asked: readonly Asked[], rights: readonly string[]): readonly string[] {
    return asked.flatMap(({ subgraph, query }) => {
      const schema = this.#subgraphs.get(subgraph);
      if (schema === undefined) throw new Error(`No subgraph "${subgraph}".`);
      const found: string[] = [];
      const types = new TypeInfo(schema);
      visit(
        parse(query),
        visitWithTypeInfo(types, {
          Field: (node) => {
            const parent = types.getParentType()?.name ?? '';
            found.push(...this.#coordinates(parent, node.name.value));
          },
        }),
      );
      return found.filter((one) => !joinFields.has(one) && !mayRead(one, rights));
    });
  }

  /** An interface, or an object that stands for one, stands for every implementer. */
  #coordinates(parent: string, field: string): readonly string[] {
    const type = this.schema.getType(parent);
    if (!isInterfaceType(type)) return [`${parent}.${field}`];
    return this.schema.getPossibleTypes(type).map((one) => `${one.name}.${field}`);
  }
}

function mayRead(coordinate: string, rights: readonly string[]): boolean {
  const ways = requirements[coordinate];
  return ways === undefined || ways.some((way) => way.every((right) => rights.includes(right)));
}

/** Markers in a text that the caller may not see. */
export function leakedMarkers(text: string, rights: readonly string[]): readonly string[] {
  const mayReadNotes = mayRead('Customer.notes', rights);
  const markers = [...text.matchAll(/<(\w+)>/g)].map(([, marker]) => marker ?? '');
  const numbers = { '99000': 'hr', '88000': 'pages' };
  for (const [number, right] of Object.entries(numbers))
    if (text.includes(number)) markers.push(right);
  return markers.filter((one) => (one === 'notes' ? !mayReadNotes : !rights.includes(one)));
}

/**
 * Where an answer differs from what it must be. An object of which nothing may be read is null rather
 * than an object of nulls, where its type lets it; that is the one difference there may be.
 */
export function differences(expected: unknown, actual: unknown, at = ''): readonly string[] {
  if (expected === null || typeof expected !== 'object') {
    return Object.is(expected, actual) ? [] : [`${at}: ${text(expected)} became ${text(actual)}`];
  }
  if (actual === null && !hasValue(expected)) return [];
  if (actual === null || typeof actual !== 'object') return [`${at}: lost ${text(expected)}`];
  const keys = Object.keys(expected).join();
  if (keys !== Object.keys(actual).join()) {
    return [`${at}: keys ${keys} became ${Object.keys(actual).join()}`];
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(value, (actual as Record<string, unknown>)[key], `${at}.${key}`),
  );
}

function hasValue(value: unknown): boolean {
  if (value === null) return false;
  return typeof value !== 'object' || Object.values(value).some(hasValue);
}

interface Asking {
  readonly rights: readonly string[];
  readonly denied: Set<string>;
}

type Field = GraphQLField<Record<string, unknown>, Asking>;

function guarded(
  field: GraphQLField<unknown, unknown>,
  coordinate: string,
  resolver: unknown,
): NonNullable<GraphQLField<unknown, unknown>['resolve']> {
  const resolve = resolver as Field['resolve'];
  const guard: NonNullable<Field['resolve']> = (parent, args, context, info) => {
    if (mayRead(coordinate, context.rights)) {
      return resolve === undefined ? parent[field.name] : resolve(parent, args, context, info);
    }
    const keys: string[] = [];
    for (let step = info.path as typeof info.path | undefined; step; step = step.prev) {
      keys.unshift(typeof step.key === 'number' ? '@' : step.key);
    }
    context.denied.add(keys.join('.'));
    if (isNonNullType(field.type)) throw new GraphQLError('denied');
    return null;
  };
  return guard as never;
}

function text(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
