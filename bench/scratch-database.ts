import pg from 'pg';
import { openDatabase, type DatabasePool } from '../subgraphs/kit/database.ts';

/** A new database on a PostgreSQL server, dropped when it is closed. */
export async function openScratchDatabase(
  serverUrl: string,
  purpose: string,
): Promise<DatabasePool> {
  const name = `switchboard_bench_${purpose}_${process.pid}`;
  await administer(serverUrl, `create database ${name}`);
  const database = await openNamed(serverUrl, name);
  const close = async () => {
    await database.close();
    await administer(serverUrl, `drop database ${name} with (force)`);
  };
  return { ...database, close };
}

/** A database of this name on a PostgreSQL server, which stays when it is closed; made when there is none. */
export async function openKeptDatabase(
  serverUrl: string,
  name: string,
): Promise<DatabasePool & { readonly isNew: boolean }> {
  const known = await administer(serverUrl, `select from pg_database where datname = '${name}'`);
  if (known === 0) await administer(serverUrl, `create database ${name}`);
  return { ...(await openNamed(serverUrl, name)), isNew: known === 0 };
}

function openNamed(serverUrl: string, name: string): Promise<DatabasePool> {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return openDatabase({ kind: 'postgres', url: url.href });
}

/** Returns how many rows there are. */
async function administer(url: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows.length;
}
