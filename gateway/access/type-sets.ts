import { isAbstractType, isCompositeType } from 'graphql';
import type { GraphQLCompositeType, GraphQLSchema } from 'graphql';
import type { GraphModel } from './graph-model.ts';
import { InvalidDocument } from './invalid-document.ts';

/** The object types that can stand at some place of an operation. Equal sets are the same object. */
export interface TypeSet {
  readonly id: number;
  readonly names: ReadonlySet<string>;
}

/** Narrows sets of possible types along type conditions; made for one operation, so that it stays small. */
export class TypeSets {
  readonly #schema: GraphQLSchema;
  readonly #hiding: ReadonlySet<string>;
  readonly #byNames = new Map<string, TypeSet>();
  readonly #narrowed = new Map<string, TypeSet>();

  constructor({ schema, hiding }: Pick<GraphModel, 'schema' | 'hiding'>) {
    this.#schema = schema;
    this.#hiding = hiding;
  }

  /** The composite type of that name. Throws for any other: documents are validated before they come here. */
  composite(name: string): GraphQLCompositeType {
    const type = this.#schema.getType(name);
    if (!isCompositeType(type))
      throw new InvalidDocument(`Type "${name}" has no fields, or is not there.`);
    return type;
  }

  /** Whether an object there may be of a type that clients do not see. */
  mayHide(name: string): boolean {
    return this.#hiding.has(name);
  }

  /** Every object type that can stand where a type is named. */
  possible(name: string): TypeSet {
    const type = this.composite(name);
    if (!isAbstractType(type)) return this.#intern([type.name]);
    const possible = this.#schema.getPossibleTypes(type).map((one) => one.name);
    // An interface that no type has can still be another subgraph's object, and is its own type then.
    const isOnItsOwn = possible.length === 0 && !this.mayHide(name);
    return this.#intern(isOnItsOwn ? [type.name] : possible);
  }

  /** The types of a set that also fit a type condition. */
  narrow(types: TypeSet, condition: string): TypeSet {
    const key = `${types.id}:${condition}`;
    let narrowed = this.#narrowed.get(key);
    if (narrowed === undefined) {
      const { names } = this.possible(condition);
      narrowed = this.#intern([...types.names].filter((name) => names.has(name)));
      this.#narrowed.set(key, narrowed);
    }
    return narrowed;
  }

  #intern(names: readonly string[]): TypeSet {
    const sorted = [...names].sort();
    const key = sorted.join();
    let set = this.#byNames.get(key);
    if (set === undefined) {
      set = Object.freeze({ id: this.#byNames.size, names: new Set(sorted) });
      this.#byNames.set(key, set);
    }
    return set;
  }
}
