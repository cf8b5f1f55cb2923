import { build, stop, type BuildResult, type OutputFile, type Plugin } from 'esbuild';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROGRAMS = fileURLToPath(new URL('../../node_modules/.cache/programs/', import.meta.url));

/**
 * Makes one JavaScript file of a program's own TypeScript and returns its path: a program that is started
 * again and again, sometimes in a hurry, loads in a third of the time. Packages stay where they are.
 *
 * What is in `first` runs before the program, in this order. The file's name tells its content, so whoever runs an older one keeps it.
 */
export async function bundleProgram(entry: URL, first: readonly URL[]): Promise<string> {
  bundling += 1;
  try {
    const { outputFiles } = await bundle(
      fileURLToPath(entry),
      first.map((url) => fileURLToPath(url)),
    );
    return await keep(outputFiles);
  } finally {
    bundling -= 1;
    // The bundler is a process of its own, of no more use.
    if (bundling === 0) await stop();
  }
}

let bundling = 0;

function bundle(entry: string, first: string[]): Promise<BuildResult<{ write: false }>> {
  return build({
    entryPoints: [entry],
    inject: first,
    outdir: PROGRAMS,
    entryNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    plugins: [keepPlaces],
    logLevel: 'silent',
    write: false,
  });
}

/** Under its name only when it is whole, since others may start the same program meanwhile. */
async function keep([file]: readonly OutputFile[]): Promise<string> {
  if (file === undefined) throw new Error('A program is one file, but none was made.');
  if (existsSync(file.path)) return file.path;
  await mkdir(PROGRAMS, { recursive: true });
  const draft = `${file.path}.${randomUUID()}`;
  await writeFile(draft, file.contents);
  await rename(draft, file.path);
  return file.path;
}

/** A module goes on finding the files beside it. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const place = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', place) };
    });
  },
};
