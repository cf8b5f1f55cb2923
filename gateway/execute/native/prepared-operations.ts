import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { FilteredOperation } from '../../access/presentation.ts';
import type { Planner } from '../../plan/planner.ts';
import type { IsSubtype } from '../../plan/subtypes.ts';
import type { PreparedKey } from '../engine.ts';
import { compileSelection } from './compile-writer.ts';
import type { ValueWriter } from './value-writers.ts';
import type { ResponseCheck } from '../subgraph-client.ts';
import { compilePassThrough } from './pass-through.ts';
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
  /** What sees a subgraph's answer that is the response already; null where none can be. */
  readonly passThrough: ResponseCheck | null;
}

export interface PreparationParts {
  readonly planner: Planner;
  readonly schema: GraphQLSchema;
  readonly isSubtype: IsSubtype;
  /** Called for each look-up. */
  readonly observe: (outcome: 'hit' | 'miss') => void;
}

/** A planned text, and how often it was asked for. */
interface Planned {
  readonly program: Promise<FetchProgram>;
  asked: number;
}

interface Known {
  readonly operation: PreparedOperation;
  readonly planned: Planned;
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
  readonly #prepared = new WeakMap<FilteredOperation, Known>();
  readonly #planned: LRUCache<string, Planned>;

  constructor(parts: PreparationParts) {
    this.#parts = parts;
    this.#planned = new LRUCache({
      max: MOST_OPERATIONS,
      maxSize: MOST_TEXT,
      sizeCalculation: (_, text) => text.length,
    });
  }

  /** At once where the operation is known. Rejects with a PlanRefusedError. */
  get(filtered: FilteredOperation): PreparedOperation | Promise<PreparedOperation> {
    const known = this.#prepared.get(filtered);
    this.#parts.observe(known === undefined ? 'miss' : 'hit');
    if (known === undefined) return this.#prepare(filtered);
    known.planned.asked += 1;
    return known.operation;
  }

  /** The texts asked most of those that are planned, the most asked first. */
  busiest(share: number): readonly PreparedKey[] {
    const texts = [...this.#planned].map(([text, { asked }]) => ({ text, asked }));
    texts.sort((a, b) => b.asked - a.asked || (a.text < b.text ? -1 : 1));
    return texts.slice(0, Math.ceil(texts.length * share)).map(({ text }) => text);
  }

  /** Plans one after another, so that whoever asks meanwhile waits for one at most. */
  async warm(texts: readonly PreparedKey[]): Promise<void> {
    for (const text of texts) await this.#planOf(text).program.catch(() => undefined);
  }

  async #prepare(filtered: FilteredOperation): Promise<PreparedOperation> {
    const { schema } = this.#parts;
    const planned = this.#planOf(filtered.text);
    planned.asked += 1;
    const { shape, decisions, document } = filtered;
    const program = await planned.program;
    const operation = Object.freeze({
      program,
      introspection: compileIntrospection(document),
      write: compileSelection(shape, { schema, decisions }),
      passThrough: compilePassThrough(program, shape, { schema, decisions }),
    });
    this.#prepared.set(filtered, { operation, planned });
    return operation;
  }

  #planOf(text: string): Planned {
    const known = this.#planned.get(text);
    if (known !== undefined) return known;
    const planned = { program: this.#plan(text), asked: 0 };
    this.#planned.set(text, planned);
    // The next to ask tries again.
    planned.program.catch(() => this.#planned.delete(text));
    return planned;
  }

  async #plan(text: string): Promise<FetchProgram> {
    const { planner, isSubtype } = this.#parts;
    return compileProgram(await planner.plan(text), isSubtype);
  }
}
