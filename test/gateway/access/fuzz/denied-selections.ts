import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

/** One operation with everything that decides what of it is asked. */
export interface AskedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** With defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where the client must be told of a denial: `at` with `@` for the items of a list, `path` up to the first list. */
export interface ExpectedDenial {
  readonly at: string;
  readonly path: readonly string[];
}

/**
 * Every selection that some object type which can stand there denies, whether or not there is such an object:
 * CollectFields (GraphQL specification, section 6.3.2) for each type by itself.
 */
export function deniedSelections(
  asked: AskedOperation,
  mayRead: (coordinate: string) => boolean,
): readonly ExpectedDenial[] {
  const found = new Map<string, ExpectedDenial>();
  const root = asked.schema.getRootType(asked.operation.operation);
  if (!root) throw new Error('The schema has no such root.');
  const walk = (type: GraphQLObjectType, sets: readonly SelectionSetNode[], at: Way): void => {
    for (const [key, nodes] of collect(type, sets, asked)) {
      const name = nodes[0]?.name.value ?? '';
      const here = stepInto(at, key);
      // Introspection is open.
      if (/^__(?!typename$)/.test(name)) continue;
      if (!mayRead(`${type.name}.${name}`)) {
        found.set(here.at.join('.'), { at: here.at.join('.'), path: here.path });
        continue;
      }
      if (name === '__typename') continue;
      const field = type.getFields()[name];
      if (field === undefined) throw new Error(`There is no field "${type.name}.${name}".`);
      const named = getNamedType(field.type);
      if (!isCompositeType(named)) continue;
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const inside = intoLists(here, field.type);
      for (const one of possibleTypes(named, asked.schema)) walk(one, below, inside);
    }
  };
  walk(root, [asked.operation.selectionSet], { at: [], path: [], isCut: false });
  return [...found.values()];
}

interface Way {
  readonly at: readonly string[];
  readonly path: readonly string[];
  readonly isCut: boolean;
}

function stepInto({ at, path, isCut }: Way, key: string): Way {
  return { at: [...at, key], path: isCut ? path : [...path, key], isCut };
}

function intoLists(way: Way, type: GraphQLOutputType): Way {
  if (isNonNullType(type)) return intoLists(way, type.ofType);
  if (!isListType(type)) return way;
  return intoLists({ ...way, at: [...way.at, '@'], isCut: true }, type.ofType);
}

function possibleTypes(
  type: GraphQLCompositeType,
  schema: GraphQLSchema,
): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

function collect(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  asked: AskedOperation,
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visit = (selection: SelectionNode): void => {
    if (!isIncluded(selection, asked)) return;
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      fields.set(key, [...(fields.get(key) ?? []), selection]);
      return;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : asked.fragments.get(selection.name.value);
    if (fragment === undefined) throw new Error('There is no such fragment.');
    const condition = fragment.typeCondition?.name.value;
    if (condition !== undefined && !isOf(type, condition, asked.schema)) return;
    fragment.selectionSet.selections.forEach(visit);
  };
  for (const { selections } of sets) selections.forEach(visit);
  return fields;
}

function isOf(type: GraphQLObjectType, condition: string, schema: GraphQLSchema): boolean {
  const named = schema.getType(condition);
  return isCompositeType(named) && possibleTypes(named, schema).includes(type);
}

function isIncluded(node: SelectionNode, { variables }: AskedOperation): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false
  );
}
