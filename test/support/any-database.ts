import type { DatabasePool } from '../../subgraphs/kit/database.ts';
import { isChosen } from './chosen-databases.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { openServerDatabase } from './server-database.ts';

/** A fresh database for a suite to which all are the same: embedded, or a server's where only those are chosen. */
export function openAnyDatabase(): Promise<DatabasePool> {
  if (isChosen('pglite')) return openEmbeddedDatabase();
  return openServerDatabase(process.env['TEST_DATABASE_URL'] ?? '');
}
