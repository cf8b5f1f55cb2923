import pg from 'pg';
import { openDatabase, type DatabasePool } from '../subgraphs/kit/database.ts';

/** A database of this name on a PostgreSQL server, made when it is not there; it stays when it is closed. */
export async function openKeptDatabase(serverUrl: string, name: string): Promise<DatabasePool> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return openDatabase({ kind: 'postgres', url: url.href });
}
