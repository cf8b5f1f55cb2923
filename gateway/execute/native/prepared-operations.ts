import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { FilteredOperation } from '../../access/presentation.ts';
import type { Planner } from '../../plan/planner.ts';
import type { IsSubtype } from '../../plan/subtypes.ts';
import { compileSelection } from './compile-writer.ts';
import type { ValueWriter } from './compile-writer.ts';
import { compileProgram } from './fetch-program.ts';
import type { FetchProgram } from './fetch-program.ts';
import { compileIntrospection } from './introspection.ts';
import type { Introspection } from './introspection.ts';

/** All of an operation that depends neither on variables nor on data. Nothing of it is made again for a request. */
export interface PreparedOperation {
  readonly program: FetchProgram;
  /** Null where the operation asks nothing about the schema. */
  readonly introspection: Introspection | null;
  readonly write: ValueWriter;
}

export interface PreparationParts {
  readonly planner: Planner;
  readonly schema: GraphQLSchema;
  readonly isSubtype: IsSubtype;
  /** Called for each look-up. */
  readonly observe: (outcome: 'hit' | 'miss') => void;
}

const MOST_OPERATIONS = 1_000;
/** In characters of operations and their plans; about what they take in memory, several times over. */
const MOST_TEXT = 16 * 1024 * 1024;

/**
 * Prepared operations, the most used of them. Callers who see the same of an operation share it; operations
 * with one filtered text share a plan.
 */
export class PreparedOperations {
  readonly #parts: PreparationParts;
  readonly #prepared = new WeakMap<FilteredOperation, PreparedOperation>();
  readonly #programs: LRUCache<string, Promise<FetchProgram>>;

  constructor(parts: PreparationParts) {
    this.#parts = parts;
    this.#programs = new LRUCache({
      max: MOST_OPERATIONS,
      maxSize: MOST_TEXT,
      sizeCalculation: (_, text) => text.length,
    });
  }

  /** At once where the operation is known. Rejects with a PlanRefusedError. */
  get(filtered: FilteredOperation): PreparedOperation | Promise<PreparedOperation> {
    const known = this.#prepared.get(filtered);
    this.#parts.observe(known === undefined ? 'miss' : 'hit');
    return known ?? this.#prepare(filtered);
  }

  async #prepare(filtered: FilteredOperation): Promise<PreparedOperation> {
    const { schema } = this.#parts;
    const prepared = Object.freeze({
      program: await this.#programOf(filtered.text),
      introspection: compileIntrospection(filtered.document, schema),
      write: compileSelection(filtered.shape, { schema, decisions: filtered.decisions }),
    });
    this.#prepared.set(filtered, prepared);
    return prepared;
  }

  #programOf(text: string): Promise<FetchProgram> {
    let program = this.#programs.get(text);
    if (program === undefined) {
      program = this.#plan(text);
      this.#programs.set(text, program);
      // The next to ask tries again.
      program.catch(() => this.#programs.delete(text));
    }
    return program;
  }

  async #plan(text: string): Promise<FetchProgram> {
    const { planner, isSubtype } = this.#parts;
    return compileProgram(await planner.plan(text), isSubtype);
  }
}
