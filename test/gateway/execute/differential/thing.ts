/** An object of generated data. What its fields are follows from its identity alone. */
export interface Thing {
  readonly typename: string;
  /** The same for the same object in every subgraph and under every path. */
  readonly identity: string;
  /** Set for an entity and for the objects inside its composite keys. */
  readonly entity: { readonly family: string; readonly number: number } | null;
  /** Path below the entity, `code`, or empty for the entity itself; null for what is in no key. */
  readonly keyPath: string | null;
  /** The fields that lead here from the entity or the root, as `Type.field`: texts below carry them. */
  readonly way: readonly string[];
  /** What the gateway sent, where it sent something. */
  readonly representation: Readonly<Record<string, unknown>> | null;
}

/** What one request to a subgraph is answered by. */
export interface Generation {
  /** Other data and other faults for another one. */
  readonly seed: number;
  readonly faults: Faults;
  readonly lies: Lie[];
  /** Errors that the answer has besides those of its fields. */
  readonly looseErrors: LooseError[];
}

export interface LooseError {
  readonly message: string;
  readonly extensions: { readonly code: string };
}

/**
 * How subgraphs go about what is wrong: they lie; or they state each lie, as a null and an error at its
 * place; or nothing is said at all, and null stands wherever something is wrong.
 */
export type Manner = 'lying' | 'stating' | 'silent';

/** Chances of what goes wrong, from 0 to 1, each for one field of one object. */
export interface Faults {
  /** The field's resolver throws. */
  readonly throws: number;
  /** The answer has an error that names no path. */
  readonly complains: number;
  /** Null stands where the schema allows none, or a value of another type, and no error says so. */
  readonly lies: number;
  /** An entity is not there; a chance for one representation. */
  readonly missing: number;
  /** A key that may be null is; without it there is no way on. A chance for one field of one entity. */
  readonly keyless: number;
  /** Subgraphs that do not answer. */
  readonly down: ReadonlySet<string>;
}

/** What is put into the answer in place of the truth. */
export interface Lie {
  /** Where in the subgraph's own answer. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** Whether the graph's own types allow the null that it amounts to. */
  readonly isHarmless: boolean;
}
