import { isScalarType } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';

import { standardScalars } from '../schema/standards/scalars.ts';
import { linksStandards } from './access/security-features.ts';

/**
 * A supergraph has the scalars' names and not their rules, so any text would pass for a date until a
 * subgraph refuses it. When the supergraph links the company's standards, its scalars get their rules:
 * literals are checked by validation and variables by their step, before anything is fetched.
 *
 * Changes the scalars of `schema` in place, for what is read only: what subgraphs answer stays as it came.
 */
export function checkStandardScalars(schema: GraphQLSchema, supergraph: DocumentNode): void {
  if (!linksStandards(supergraph)) return;
  for (const [name, standard] of Object.entries(standardScalars)) {
    const scalar = schema.getType(name);
    if (!isScalarType(scalar)) continue;
    scalar.parseValue = (value) => standard.parseValue(value);
    scalar.parseLiteral = (node, variables) => standard.parseLiteral(node, variables);
  }
}
