import type { DatabasePool } from '../../subgraphs/kit/database.ts';
import { isChosen } from './chosen-databases.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { describeWithPostgres } from './needs-server.ts';
import { openServerDatabase } from './server-database.ts';

/** A real database that a suite runs on. */
export interface TestDatabase {
  readonly name: string;
  /** A fresh, empty one, gone when it is closed. */
  readonly open: () => Promise<DatabasePool>;
}

const databases: TestDatabase[] = isChosen('pglite')
  ? [{ name: 'PGlite', open: openEmbeddedDatabase }]
  : [];

// Read as the suites are collected. Without a server it leaves one skipped suite in each file that asks.
const serverUrl = process.env['TEST_DATABASE_URL'] ?? '';
if (isChosen('servers')) {
  if (serverUrl === '') describeWithPostgres('the same on PostgreSQL', () => undefined);
  else databases.push({ name: 'PostgreSQL', open: () => openServerDatabase(serverUrl) });
}

/** PGlite, and PostgreSQL where a server's address is given. */
export const testDatabases: readonly TestDatabase[] = databases;
