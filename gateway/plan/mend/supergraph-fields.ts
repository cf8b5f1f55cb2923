import type { DocumentNode, FieldDefinitionNode } from 'graphql';

import { isFieldedType } from './join-directives.ts';

/** The fields of a supergraph's types, hidden ones included. */
export class SupergraphFields {
  readonly #fields = new Map<string, ReadonlyMap<string, FieldDefinitionNode>>();
  readonly #implementers = new Map<string, string[]>();

  constructor(supergraph: DocumentNode) {
    for (const type of supergraph.definitions.filter(isFieldedType)) {
      const { name, fields = [], interfaces = [] } = type;
      this.#fields.set(name.value, new Map(fields.map((field) => [field.name.value, field])));
      for (const one of interfaces) {
        const known = this.#implementers.get(one.name.value);
        if (known === undefined) this.#implementers.set(one.name.value, [name.value]);
        else known.push(name.value);
      }
    }
  }

  get(type: string, field: string): FieldDefinitionNode | undefined {
    return this.#fields.get(type)?.get(field);
  }

  /** Whether any type has a field of that name. */
  hasName(field: string): boolean {
    return Array.from(this.#fields.values()).some((fields) => fields.has(field));
  }

  /** The type itself and, of an interface, all that have it. */
  family(type: string): readonly string[] {
    return [type, ...(this.#implementers.get(type) ?? [])];
  }

  /** Whether the field takes arguments, in the type itself or in one that implements it. */
  takesArguments(type: string, field: string): boolean {
    return this.family(type).some((one) => (this.get(one, field)?.arguments ?? []).length > 0);
  }
}
