import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { openDatabase, type DatabasePool } from '../../subgraphs/kit/database.ts';

/** Making a database takes seconds, so one that was made once is kept and copied. */
const SNAPSHOT = fileURLToPath(
  new URL('../../node_modules/.cache/switchboard/pglite-0.5.16-alone.tar', import.meta.url),
);

/** A fresh PGlite in memory. */
export async function openEmbeddedDatabase(): Promise<DatabasePool> {
  return openDatabase({ kind: 'embedded', directory: 'memory', snapshot: await readSnapshot() });
}

async function readSnapshot(): Promise<Blob> {
  if (!existsSync(SNAPSHOT)) await writeSnapshot();
  return new Blob([await readFile(SNAPSHOT)]);
}

async function writeSnapshot(): Promise<void> {
  const pglite = await PGlite.create();
  // Two of the three databases are templates that nobody uses, and every copy would take twice as long.
  await pglite.exec('update pg_database set datistemplate = false');
  for (const template of ['template0', 'template1']) {
    await pglite.exec(`drop database ${template}`);
  }
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  await mkdir(new URL('.', `file://${SNAPSHOT}`), { recursive: true });
  const draft = `${SNAPSHOT}.${process.pid}`;
  await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
  await rename(draft, SNAPSHOT);
}
