import { TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';

/** Type and field of everything that a document asks a room for, without what every room answers. */
export function askedFields(
  document: DocumentNode,
  schema: GraphQLSchema,
): readonly (readonly [type: string, field: string])[] {
  const types = new TypeInfo(schema);
  const fields: (readonly [string, string])[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        if (name.value.startsWith('_')) return;
        fields.push([types.getParentType()?.name ?? '', name.value]);
      },
    }),
  );
  return fields;
}
