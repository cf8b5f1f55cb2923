import {
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  Kind,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

type Path = readonly (string | number)[];

/** What the client's own operation says of paths in its response. */
export interface ClientPaths {
  /**
   * A path cut where it leaves what the client selected: an error of a field that was asked for only on the
   * way to another one says nothing that the client could find.
   */
  cut(path: Path): Path;
  /** The same for a path that only conditions exclude; one with other keys stays as it is. */
  cutExcluded(path: Path): Path;
  /** Whether what stands there says by its `__typename` what it is. */
  isAbstract(path: Path): boolean;
}

export function clientPathsIn(
  document: DocumentNode,
  given: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): ClientPaths {
  const operation = getOperationAST(document);
  const root = operation ? schema.getRootType(operation.operation) : null;
  if (!operation || !root) throw new Error('The document has no operation.');
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const decided = { schema, fragments, variables: withDefaults(document, given) };
  const undecided = { schema, fragments, variables: null };
  const follow = (path: Path, scope: Scope = decided): Followed => {
    let places: readonly Place[] = [{ type: root, selectionSet: operation.selectionSet }];
    const shown: (string | number)[] = [];
    for (const key of path) {
      if (typeof key === 'string') {
        const fields = places.flatMap((place) => fieldsUnder(place, key, scope));
        if (fields.length === 0) break;
        places = fields.flatMap(({ inside }) => (inside === null ? [] : [inside]));
      }
      shown.push(key);
    }
    return { shown, places };
  };
  return {
    cut: (path) => follow(path).shown,
    cutExcluded: (path) =>
      follow(path, undecided).shown.length === path.length ? follow(path).shown : path,
    isAbstract: (path) => follow(path).places.some(({ type }) => isAbstractType(type)),
  };
}

interface Followed {
  readonly shown: Path;
  readonly places: readonly Place[];
}

interface Place {
  readonly type: GraphQLCompositeType;
  readonly selectionSet: SelectionSetNode;
}

interface Scope {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Null for taking every condition as met. */
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** The fields of one response key in a selection set, fragments resolved for whatever type. */
function fieldsUnder(
  { type, selectionSet }: Place,
  key: string,
  scope: Scope,
): readonly { readonly inside: Place | null }[] {
  return selectionSet.selections.flatMap((one) => {
    if (!isIncluded(one, scope)) return [];
    if (one.kind === Kind.FIELD) {
      return (one.alias ?? one.name).value === key ? [{ inside: inside(type, one) }] : [];
    }
    const fragment = one.kind === Kind.INLINE_FRAGMENT ? one : scope.fragments.get(one.name.value);
    if (fragment === undefined) return [];
    const named = scope.schema.getType(fragment.typeCondition?.name.value ?? type.name);
    const target = isCompositeType(named) ? named : type;
    return fieldsUnder({ type: target, selectionSet: fragment.selectionSet }, key, scope);
  });
}

/** The variables, with the defaults of those that decide conditions: these have no others than booleans. */
export function withDefaults(
  document: DocumentNode,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { variableDefinitions = [] } = getOperationAST(document) ?? {};
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.BOOLEAN ? [[variable.name.value, defaultValue.value] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

function isIncluded(node: SelectionNode, { variables }: Scope): boolean {
  if (variables === null) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variables);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function inside(type: GraphQLCompositeType, field: FieldNode): Place | null {
  const fields = 'getFields' in type ? type.getFields() : {};
  const definition = fields[field.name.value];
  if (definition === undefined || field.selectionSet === undefined) return null;
  const named = getNamedType(definition.type);
  return isCompositeType(named) ? { type: named, selectionSet: field.selectionSet } : null;
}
