import { Kysely, Migrator, PostgresDialect, sql, type Migration as KyselyMigration } from 'kysely';
import type { DatabasePool } from './database.ts';
import { kitMigration } from './kit-migration.ts';

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
 * Throws the error of the step that failed; the steps before it stay done.
 */
export async function openRoomDatabase<Tables>(
  database: DatabasePool,
  schema: string,
  migrations: readonly Migration[],
): Promise<Kysely<Tables>> {
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) });
  // Two replicas may start at once, and `if not exists` alone is not safe against that.
  await sql`create schema if not exists ${sql.id(schema)}`.execute(kysely).catch(ignoreDuplicate);
  const migrator = new Migrator({
    db: kysely,
    migrationTableSchema: schema,
    provider: { getMigrations: () => Promise.resolve(named(schema, migrations)) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('A migration failed.');
  return kysely.withSchema(schema);
}

function named(schema: string, migrations: readonly Migration[]): Record<string, KyselyMigration> {
  const steps = [kitMigration, ...migrations].map((migration): [string, KyselyMigration] => [
    migration.name,
    { up: (database) => migration.up(database.withSchema(schema)) },
  ]);
  return Object.fromEntries(steps);
}

const UNIQUE_VIOLATION = '23505';

function ignoreDuplicate(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error;
}
