import { executeSync, Kind } from 'graphql';
import type { DocumentNode, GraphQLSchema, SelectionNode } from 'graphql';

/** Answers what an operation asks about the schema that somebody may know (GraphQL specification, section 4). */
export type Introspection = (
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>;

const FIELDS: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Null for an operation that asks nothing about the schema. No subgraph is asked for it. */
export function compileIntrospection(document: DocumentNode): Introspection | null {
  const own = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? {
          ...definition,
          selectionSet: {
            ...definition.selectionSet,
            selections: definition.selectionSet.selections.flatMap(keepIntrospection),
          },
        }
      : definition,
  );
  const [operation] = own;
  const isEmpty =
    operation?.kind !== Kind.OPERATION_DEFINITION || operation.selectionSet.selections.length === 0;
  if (isEmpty) return null;
  const asking: DocumentNode = { kind: Kind.DOCUMENT, definitions: own };
  return (schema, variables) => {
    const { data, errors } = executeSync({ schema, document: asking, variableValues: variables });
    if (data === undefined || data === null)
      throw new Error(`Introspection failed: ${String(errors)}`);
    return data;
  };
}

/** Conditions may wrap a field in fragments; below the root nothing is looked at. */
function keepIntrospection(selection: SelectionNode): readonly SelectionNode[] {
  if (selection.kind === Kind.FIELD) return FIELDS.has(selection.name.value) ? [selection] : [];
  if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
  const selections = selection.selectionSet.selections.flatMap(keepIntrospection);
  if (selections.length === 0) return [];
  return [{ ...selection, selectionSet: { ...selection.selectionSet, selections } }];
}
