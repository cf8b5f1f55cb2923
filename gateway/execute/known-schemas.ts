import type { GraphQLSchema } from 'graphql';

import { narrowSchema } from '../access/narrow-schema.ts';
import type { SchemaView } from '../access/schema-view.ts';

/** A schema as each view shows it, made once a view. */
export class KnownSchemas {
  readonly #schema: GraphQLSchema;
  readonly #narrowed = new WeakMap<SchemaView, GraphQLSchema>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The whole schema where there is no view. */
  schemaFor(view: SchemaView | null): GraphQLSchema {
    if (view === null) return this.#schema;
    const known = this.#narrowed.get(view) ?? narrowSchema(this.#schema, view);
    this.#narrowed.set(view, known);
    return known;
  }
}
