import { createHash } from 'node:crypto';
import { CompiledQuery, type Transaction } from 'kysely';

/** Whether it may be sent before it is known that the transaction has begun: what only reads does no harm outside. */
export type StatementEffect = 'reads' | 'writes';

/** What the room's connection is told beside the text; Kysely hands it through as it is. */
export interface PreparedQuery extends CompiledQuery {
  /** Null for one that has no parameters and is sent as it is. */
  readonly preparedAs: string | null;
  readonly effect: StatementEffect;
  readonly isSentWithNext: boolean;
}

/**
 * A statement that is always the same text, written by hand: nothing is built or compiled when it is asked, and the
 * database parses and plans it once a connection. It must name its tables with their schema.
 */
export class PreparedStatement<Row = unknown> {
  readonly text: string;
  readonly #name: string | null;
  readonly #effect: StatementEffect;

  constructor(text: string, effect: StatementEffect) {
    this.text = text;
    this.#effect = effect;
    this.#name = text.includes('$1') ? nameOf(text) : null;
  }

  async execute<Tables>(
    transaction: Transaction<Tables>,
    parameters: readonly unknown[],
  ): Promise<readonly Row[]> {
    const { rows } = await transaction.executeQuery<Row>(this.#query(parameters, false));
    return rows;
  }

  /**
   * Sends it in one go with what the transaction asks next, be it the end: one round trip for both. What it
   * answers is not told, and what goes wrong with it goes wrong there.
   */
  async executeWithNext<Tables>(
    transaction: Transaction<Tables>,
    parameters: readonly unknown[] = [],
  ): Promise<void> {
    await transaction.executeQuery(this.#query(parameters, true));
  }

  #query(parameters: readonly unknown[], isSentWithNext: boolean): PreparedQuery {
    const query = CompiledQuery.raw(this.text, [...parameters]);
    return { ...query, preparedAs: this.#name, effect: this.#effect, isSentWithNext };
  }
}

/** Told apart from statements that the query builder made. */
export function isPrepared(query: CompiledQuery): query is PreparedQuery {
  return 'preparedAs' in query;
}

/** The same in every process, should connections be shared behind a pooler. */
function nameOf(text: string): string {
  return `prepared_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
