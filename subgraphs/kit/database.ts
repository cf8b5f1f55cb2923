import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import pg from 'pg';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { emptyDatabase } from './empty-database.ts';
import { PGliteStream, type ProtocolDatabase } from './pglite-stream.ts';
import { PGliteThread } from './pglite-thread.ts';

/** Where the rooms keep their tables. `memory` is an embedded database that ends with the process. */
export type DatabaseSettings =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** One pool for all rooms of a process; the same SQL runs on both kinds. */
export interface DatabasePool {
  readonly kind: DatabaseSettings['kind'];
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Throws when the directory is in use by another process, or the server cannot be reached. */
export function openDatabase(settings: DatabaseSettings): Promise<DatabasePool> {
  return settings.kind === 'postgres' ? openPostgres(settings.url) : openEmbedded(settings);
}

const MAX_CONNECTIONS = 10;

/** Statements that are asked together are sent together, and none waits for the answer to the one before. */
const pipeline = true;

async function openPostgres(url: string): Promise<DatabasePool> {
  // Compiling a statement costs more than any of ours takes.
  const options = '-c jit=off';
  const pool = new pg.Pool({ connectionString: url, max: MAX_CONNECTIONS, options, pipeline });
  // A connection that breaks while idle is replaced at its next use.
  pool.on('error', () => undefined);
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { kind: 'postgres', pool, close: () => pool.end() };
}

type EmbeddedSettings = DatabaseSettings & { kind: 'embedded' };

async function openEmbedded(settings: EmbeddedSettings): Promise<DatabasePool> {
  if (settings.directory === 'memory') return poolOf(await openInMemory());
  const lock = await lockDirectory(dirname(settings.directory));
  try {
    return poolOf(await openOnDisk(settings.directory), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function poolOf(pglite: ProtocolDatabase, lock?: DirectoryLock): DatabasePool {
  const pool = new pg.Pool({
    stream: () => new PGliteStream(pglite),
    user: 'postgres',
    // PGlite has one session, so the pool has one connection.
    max: 1,
    idleTimeoutMillis: 0,
    pipeline,
  });
  const close = async () => {
    await pool.end();
    await pglite.close();
    await lock?.release();
  };
  return { kind: 'embedded', pool, close };
}

async function openInMemory(): Promise<PGlite> {
  return PGlite.create({ ...SMALL, loadDataDir: await emptyDatabase() });
}

/** While its mark is there, a database is being made: what a kill in between left half made is made anew. */
async function openOnDisk(directory: string): Promise<PGliteThread> {
  const mark = `${directory}.new`;
  const isHalfMade = existsSync(mark);
  if (!isHalfMade && existsSync(directory)) return openThread(directory);
  await mkdir(dirname(directory), { recursive: true });
  if (!isHalfMade) await writeFile(mark, '', { flush: true });
  await rm(directory, { recursive: true, force: true });
  const made = await openThread(directory, { loadDataDir: await emptyDatabase() });
  await rm(mark, { recursive: true });
  return made;
}

function openThread(dataDir: string, options: PGliteOptions = {}): Promise<PGliteThread> {
  return PGliteThread.open({ ...SMALL, ...options, dataDir });
}

/** The default of 128 MB is for a server with the machine to itself. */
const SMALL = { postgresqlconf: ['shared_buffers=16MB'] };

// A date has no time and no zone, so it stays text: `2026-01-31`. The library would make it an instant.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);
