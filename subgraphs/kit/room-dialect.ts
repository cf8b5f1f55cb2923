import { PostgresDialect, type Driver, type TransactionSettings } from 'kysely';
import type pg from 'pg';
import { RoomConnection } from './room-connection.ts';

/** PostgreSQL as Kysely knows it, over connections that send together what need not wait for each other. */
export class RoomDialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new RoomDriver(this.#pool);
  }
}

class RoomDriver implements Driver {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {
    // The pool is open already, and belongs to whoever opened it.
  }

  async acquireConnection(): Promise<RoomConnection> {
    return new RoomConnection(await this.#pool.connect());
  }

  beginTransaction(
    connection: RoomConnection,
    { isolationLevel, accessMode }: TransactionSettings,
  ): Promise<void> {
    const level = isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`;
    connection.begin(`begin${level}${accessMode === undefined ? '' : ` ${accessMode}`}`);
    return Promise.resolve();
  }

  async commitTransaction(connection: RoomConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: RoomConnection): Promise<void> {
    await connection.rollback();
  }

  releaseConnection(connection: RoomConnection): Promise<void> {
    connection.release();
    return Promise.resolve();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}
