import { Kind } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';

/**
 * Interfaces and unions behind which objects can stand whose types clients do not see (`@inaccessible`). What
 * such an object is must be asked even where clients see one type only: it is none of theirs to read.
 */
export function readHidingTypes(
  supergraph: DocumentNode,
  schema: GraphQLSchema,
): ReadonlySet<string> {
  const objects = supergraph.definitions.filter((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION);
  const hidden = objects.filter(({ name }) => schema.getType(name.value) === undefined);
  const names = new Set(hidden.map(({ name }) => name.value));
  const hiding = new Set(hidden.flatMap(({ interfaces = [] }) => interfaces.map(nameOf)));
  for (const one of supergraph.definitions) {
    if (one.kind !== Kind.UNION_TYPE_DEFINITION) continue;
    if (one.types?.some((type) => names.has(nameOf(type))) === true) hiding.add(nameOf(one));
  }
  return hiding;
}

function nameOf({ name }: { readonly name: { readonly value: string } }): string {
  return name.value;
}
