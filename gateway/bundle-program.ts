import {
  build,
  stop,
  type BuildOptions,
  type BuildResult,
  type OutputFile,
  type Plugin,
} from 'esbuild';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROGRAMS = fileURLToPath(new URL('../node_modules/.cache/programs/', import.meta.url));

export interface BundleOptions {
  /** Runs before the program, in this order. */
  readonly first?: readonly URL[];
  /** `inside`: loads soonest, for programs all of whose packages are plain JavaScript. */
  readonly packages?: 'stay' | 'inside';
}

/**
 * Makes one JavaScript file of a program's own TypeScript and returns its path: a program that is started
 * again and again, sometimes in a hurry, loads in a third of the time. Packages stay where they are, unless
 * they go inside.
 *
 * The file's name tells its content, so whoever runs an older one keeps it.
 */
export async function bundleProgram(entry: URL, options: BundleOptions = {}): Promise<string> {
  bundling += 1;
  try {
    const { outputFiles } = await bundle(fileURLToPath(entry), options);
    return await keep(outputFiles);
  } finally {
    bundling -= 1;
    // The bundler is a process of its own, of no more use.
    if (bundling === 0) await stop();
  }
}

let bundling = 0;

function bundle(
  entry: string,
  { first = [], packages = 'stay' }: BundleOptions,
): Promise<BuildResult<{ write: false }>> {
  return build({
    entryPoints: [entry],
    inject: first.map((url) => fileURLToPath(url)),
    outdir: PROGRAMS,
    entryNames: '[name]-[hash]',
    bundle: true,
    ...(packages === 'stay' ? BESIDE_PACKAGES : WITH_PACKAGES),
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    plugins: [keepPlaces],
    logLevel: 'silent',
    write: false,
  });
}

const BESIDE_PACKAGES = {
  packages: 'external',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
} as const satisfies BuildOptions;

/** Most packages are CommonJS, and in a module of the other kind they could not `require` Node's own. */
const WITH_PACKAGES = {
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
} as const satisfies BuildOptions;

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
