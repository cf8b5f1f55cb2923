import { build, stop, version, type BuildOptions } from 'esbuild';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { access, constants, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(PROJECT, 'node_modules/.cache/programs');

const GONE = 'gone';

/** What a file was made of. */
interface BuildRecord {
  readonly file: string;
  /** Path from the project, and what tells whether the file there is still the one that was read. */
  readonly inputs: readonly (readonly [path: string, state: string])[];
}

/**
 * Makes one JavaScript file of a program and returns its path. What was made before is taken again as long as
 * none of the files that it was made of has changed. A file's name tells its content, so whoever runs an older
 * one keeps it. Rejects with esbuild's error for a program that cannot be built.
 */
export async function buildOnce(options: BuildOptions, cache = CACHE): Promise<string> {
  const directory = await keptIn(cache);
  const record = join(
    directory,
    `${digest(JSON.stringify([version, options], withFunctions))}.json`,
  );
  const known = await readRecord(record);
  if (known !== null && (await isFresh(known, directory))) return join(directory, known.file);
  running += 1;
  try {
    return await make({ ...options, outdir: directory }, record);
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
  const paths = Object.keys(metafile.inputs).sort();
  const states = await Promise.all(paths.map(stateOf));
  // What changed meanwhile may have been read before or after.
  if (states.some((state) => changedAt(state) >= began)) return output.path;
  const inputs = paths.map((path, place) => [path, states[place] ?? GONE] as const);
  const made: BuildRecord = { file: basename(output.path), inputs };
  await writeWhole(record, JSON.stringify(made));
  return output.path;
}

async function readRecord(path: string): Promise<BuildRecord | null> {
  if (!existsSync(path)) return null;
  // Written by `make`, whole.
  return JSON.parse(await readFile(path, 'utf8')) as BuildRecord;
}

async function isFresh({ file, inputs }: BuildRecord, directory: string): Promise<boolean> {
  if (!existsSync(join(directory, file))) return false;
  const states = await Promise.all(inputs.map(([path]) => stateOf(path)));
  return inputs.every(([, state], place) => state === states[place]);
}

/** The time of the last change of the file itself: packages come with modification times of their own. */
async function stateOf(path: string): Promise<string> {
  try {
    const { ctimeMs, size } = await stat(join(PROJECT, path));
    return `${ctimeMs} ${size}`;
  } catch {
    return GONE;
  }
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
