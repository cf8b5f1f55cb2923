import pg from 'pg';
import { openDatabase, type DatabasePool } from '../../subgraphs/kit/database.ts';

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
