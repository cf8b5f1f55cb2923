import { Kysely, Migrator, sql, type Migration as KyselyMigration } from 'kysely';
import type { DatabasePool } from './database.ts';
import { kitMigration } from './kit-migration.ts';
import { RoomDialect } from './room-dialect.ts';

/** One step of a room's tables. Steps run once each, in the order of their names. */
export interface Migration {
  /** Sorts after the steps before it, e.g. `0002_cards`. */
  readonly name: string;
  up(database: Kysely<unknown>): Promise<void>;
}

/**
 * Opens a room's own schema and brings its tables up to date. Statements built with the result name tables
 * of that schema only; a room has no way to spell another's.
 *
 * Throws an Error that names the step that failed, with its error as the cause. The steps of one opening
 * are one transaction: none of them stays done, and the next opening begins with the first of them.
 */
export async function openRoomDatabase<Tables>(
  database: DatabasePool,
  schema: string,
  migrations: readonly Migration[],
): Promise<Kysely<Tables>> {
  const steps = named(schema, migrations);
  const kysely = new Kysely<Tables>({ dialect: new RoomDialect(database.pool) });
  // Two replicas may start at once, and `if not exists` alone is not safe against that.
  await sql`create schema if not exists ${sql.id(schema)}`.execute(kysely).catch(ignoreDuplicate);
  const migrator = new Migrator({
    db: kysely,
    migrationTableSchema: schema,
    provider: { getMigrations: () => Promise.resolve(steps) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return kysely.withSchema(schema);
  const failed = results.find((result) => result.status === 'Error')?.migrationName;
  throw new Error(
    `Database schema ${schema}: ${failed === undefined ? 'the migrations' : `migration ${failed}`} ` +
      `failed: ${error instanceof Error ? error.message : 'for no reason given'}`,
    { cause: error },
  );
}

function named(schema: string, migrations: readonly Migration[]): Record<string, KyselyMigration> {
  const steps = new Map<string, KyselyMigration>();
  for (const migration of [kitMigration, ...migrations]) {
    if (steps.has(migration.name)) {
      throw new Error(`Database schema ${schema} has two migrations named ${migration.name}.`);
    }
    steps.set(migration.name, { up: (database) => migration.up(database.withSchema(schema)) });
  }
  return Object.fromEntries(steps);
}

const UNIQUE_VIOLATION = '23505';

function ignoreDuplicate(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error;
}
