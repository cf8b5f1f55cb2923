import pg from 'pg';
import { openDatabase, type DatabasePool } from '../../subgraphs/kit/database.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { describeWithPostgres } from './needs-server.ts';

/** A real database that a suite runs on. */
export interface TestDatabase {
  readonly name: string;
  /** A fresh, empty one, gone when it is closed. */
  readonly open: () => Promise<DatabasePool>;
}

const databases: TestDatabase[] = [{ name: 'PGlite', open: openEmbeddedDatabase }];

// Read as the suites are collected. Without a server it leaves one skipped suite in each file that asks.
const serverUrl = process.env['TEST_DATABASE_URL'];
if (serverUrl === undefined || serverUrl === '') {
  describeWithPostgres('the same on PostgreSQL', () => undefined);
} else {
  databases.push({ name: 'PostgreSQL', open: () => openServerDatabase(serverUrl) });
}

/** PGlite always, PostgreSQL where a server's address is given. */
export const testDatabases: readonly TestDatabase[] = databases;

let made = 0;

/** A fresh database on a server, dropped when it is closed. */
export async function openServerDatabase(
  url: string,
): Promise<DatabasePool & { readonly url: string }> {
  const name = `switchboard_test_${process.pid}_${++made}_${Date.now()}`;
  await administer(url, `create database ${name}`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  const database = await openDatabase({ kind: 'postgres', url: address.href });
  return {
    ...database,
    url: address.href,
    async close() {
      await database.close();
      await administer(url, `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
