import pg from 'pg';
import { openDatabase, type DatabasePool } from '../subgraphs/kit/database.ts';

/** A new database on a PostgreSQL server, dropped when it is closed. */
export async function openScratchDatabase(
  serverUrl: string,
  purpose: string,
): Promise<DatabasePool> {
  const name = `switchboard_bench_${purpose}_${process.pid}`;
  await administer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ kind: 'postgres', url: url.href });
  const close = async () => {
    await database.close();
    await administer(serverUrl, `drop database ${name} with (force)`);
  };
  return { ...database, close };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
