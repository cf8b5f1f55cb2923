import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { openDatabase, type DatabasePool } from '../../subgraphs/kit/database.ts';

/** A real database that a suite runs on. */
export interface TestDatabase {
  readonly name: string;
  /** A fresh, empty one, gone when it is closed. */
  readonly open: () => Promise<DatabasePool>;
}

const serverUrl = process.env['TEST_DATABASE_URL'];

/** PGlite always, PostgreSQL where a server's address is given. */
export const testDatabases: readonly TestDatabase[] = [
  { name: 'PGlite', open: openMemory },
  ...(serverUrl === undefined ? [] : [{ name: 'PostgreSQL', open: () => openServer(serverUrl) }]),
];

/** Making a database takes seconds, so one that was made once is kept and copied. */
const SNAPSHOT = fileURLToPath(
  new URL('../../node_modules/.cache/switchboard/pglite-0.5.16.tar', import.meta.url),
);

async function openMemory(): Promise<DatabasePool> {
  return openDatabase({ kind: 'embedded', directory: 'memory', snapshot: await readSnapshot() });
}

async function readSnapshot(): Promise<Blob> {
  if (!existsSync(SNAPSHOT)) await writeSnapshot();
  return new Blob([await readFile(SNAPSHOT)]);
}

async function writeSnapshot(): Promise<void> {
  const pglite = await PGlite.create();
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  await mkdir(new URL('.', `file://${SNAPSHOT}`), { recursive: true });
  const draft = `${SNAPSHOT}.${process.pid}`;
  await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
  await rename(draft, SNAPSHOT);
}

let made = 0;

async function openServer(url: string): Promise<DatabasePool> {
  const name = `switchboard_test_${process.pid}_${++made}_${Date.now()}`;
  await administer(url, `create database ${name}`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  const database = await openDatabase({ kind: 'postgres', url: address.href });
  return {
    ...database,
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
