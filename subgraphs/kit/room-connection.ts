import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type pg from 'pg';
import { isPrepared } from './prepared-statement.ts';

/** A statement as `pg` takes it. */
interface Statement {
  readonly text: string;
  readonly values?: unknown[];
  readonly name?: string;
}

/** A connection that keeps statements back until something waits for an answer, and sends them together. */
export class RoomConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  /** What is sent before anything else. */
  #waiting: readonly Statement[] = [];
  #isBegun = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = statementOf(query);
    if (isPrepared(query) && query.isSentWithNext) {
      this.#waiting = [...this.#waiting, statement];
      return { rows: [] };
    }
    const mayShare = isPrepared(query) && query.effect === 'reads';
    if (!mayShare && this.#waiting.length > 0) await this.#send([]);
    const { command, rowCount, rows } = await this.#send([statement]);
    const isCounted = COUNTED.has(command);
    // Rows are what the statement says; Kysely's types promise it to whoever wrote it.
    const read = (rows as Row[] | undefined) ?? [];
    return isCounted ? { rows: read, numAffectedRows: BigInt(rowCount ?? 0) } : { rows: read };
  }

  // eslint-disable-next-line require-yield, @typescript-eslint/require-await
  async *streamQuery<Row>(): AsyncGenerator<QueryResult<Row>> {
    throw new Error('Rooms read rows in statements, not in streams.');
  }

  /** Begins when the first statement is sent. */
  begin(text: string): void {
    this.#isBegun = false;
    this.#waiting = [{ text }];
  }

  /** What waits is sent along: when it fails, so does this, and the database has rolled back. */
  async commit(): Promise<void> {
    await this.#send([{ text: 'commit' }]);
  }

  /** Nothing that waits is sent any more, and there is nothing to take back when nothing was. */
  async rollback(): Promise<void> {
    this.#waiting = [];
    if (this.#isBegun) await this.#send([{ text: 'rollback' }]);
  }

  release(): void {
    this.#client.release();
  }

  /** Answers what the last one does; throws the error of the first one that failed, when all have ended. */
  async #send(last: readonly Statement[]): Promise<pg.QueryResult> {
    const statements = joined([...this.#waiting, ...last]);
    this.#waiting = [];
    this.#isBegun = true;
    const sent = statements.map((statement) => this.#client.query(statement));
    const ended = await Promise.allSettled(sent);
    const failed = ended.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw withOwnStack(failed.reason);
    const [answer] = ended
      .slice(-1)
      .flatMap((end) => (end.status === 'fulfilled' ? end.value : []));
    return answer ?? NOTHING;
  }
}

const COUNTED: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

const NOTHING: pg.QueryResult = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] };

function statementOf(query: CompiledQuery): Statement {
  const { sql: text, parameters } = query;
  if (!isPrepared(query)) return { text, values: [...parameters] };
  const { preparedAs: name } = query;
  return name === null ? { text } : { text, values: [...parameters], name };
}

/**
 * Neighbours without parameters become one text. Of such a text nothing is done behind what fails, so that
 * nothing that shall be inside a transaction is ever outside.
 */
function joined(statements: readonly Statement[]): readonly Statement[] {
  const result: Statement[] = [];
  for (const statement of statements) {
    const before = result.at(-1);
    if (before === undefined || before.values !== undefined || statement.values !== undefined) {
      result.push(statement);
    } else {
      result.splice(-1, 1, { text: `${before.text};\n${statement.text}` });
    }
  }
  return result;
}

/** The stack of an answer ends at the socket; this adds who asked. */
function withOwnStack(error: unknown): unknown {
  if (error instanceof Error) error.stack = `${error.stack ?? ''}\n${new Error().stack ?? ''}`;
  return error;
}
