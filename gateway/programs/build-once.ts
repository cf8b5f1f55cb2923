import { build, stop, version, type BuildOptions } from 'esbuild';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { access, constants, mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CACHE, freshProgram, PROJECT, stateOf, type BuildRecord } from './build-record.mjs';

/** Where a program is kept, and under which record. */
export interface Keeping {
  readonly cache?: string;
  /** For who looks for the record without knowing how the program is built: its name, and the files that tell how. */
  readonly record?: { readonly name: string; readonly madeBy: readonly URL[] };
}

/**
 * Makes one JavaScript file of a program and returns its path. What was made before is taken again as long as
 * none of the files that it was made of has changed. A file's name tells its content, so whoever runs an older
 * one keeps it. Rejects with esbuild's error for a program that cannot be built.
 */
export async function buildOnce(
  options: BuildOptions,
  { cache = CACHE, record }: Keeping = {},
): Promise<string> {
  const directory = await keptIn(cache);
  const name = record?.name ?? digest(JSON.stringify([version, options], withFunctions));
  const recordFile = join(directory, `${name}.json`);
  const known = await freshProgram(recordFile);
  if (known !== null) return known;
  running += 1;
  try {
    return await make({ ...options, outdir: directory }, recordFile, record?.madeBy ?? []);
  } finally {
    running -= 1;
    // The bundler is a process of its own, of no more use.
    if (running === 0) await stop();
  }
}

let running = 0;

async function make(
  options: BuildOptions & { readonly outdir: string },
  record: string,
  madeBy: readonly URL[],
): Promise<string> {
  const began = Date.now();
  const { outputFiles, metafile } = await build({
    ...options,
    absWorkingDir: PROJECT,
    entryNames: '[name]-[hash]',
    bundle: true,
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('A program is one file, but none was made.');
  if (!existsSync(output.path)) await writeWhole(output.path, output.contents);
  const makers = madeBy.map((url) => relative(PROJECT, fileURLToPath(url)));
  const paths = [...new Set([...Object.keys(metafile.inputs), ...makers])].sort();
  const states = await Promise.all(paths.map(stateOf));
  // What changed meanwhile may have been read before or after.
  if (states.some((state) => changedAt(state) >= began)) return output.path;
  const inputs = paths.map((path, place) => [path, states[place] ?? ''] as const);
  const made: BuildRecord = { file: basename(output.path), inputs };
  await writeWhole(record, JSON.stringify(made));
  return output.path;
}

function changedAt(state: string): number {
  return Number.parseFloat(state);
}

/** Under its name only when it is whole, since others may start the same program meanwhile. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content);
  await rename(draft, path);
}

/** The cache or, where nothing may be written there, a directory that goes with this process. */
async function keptIn(cache: string): Promise<string> {
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
    return cache;
  } catch {
    return (ownDirectory ??= makeOwnDirectory());
  }
}

let ownDirectory: string | undefined;

function makeOwnDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-programs-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A plugin is its code. */
function withFunctions(_: string, value: unknown): unknown {
  return typeof value === 'function' ? String(value) : value;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
