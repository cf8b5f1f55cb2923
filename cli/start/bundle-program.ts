import type { Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildOnce, type Keeping } from '../../gateway/programs/build-once.ts';

/**
 * Makes one JavaScript file of a program's own TypeScript and returns its path: a program that is started
 * again and again, sometimes in a hurry, loads in a third of the time. Packages stay where they are.
 *
 * What is in `first` runs before the program, in this order.
 */
export function bundleProgram(
  entry: URL,
  first: readonly URL[],
  keeping?: Keeping,
): Promise<string> {
  return buildOnce(
    {
      entryPoints: [fileURLToPath(entry)],
      inject: first.map((url) => fileURLToPath(url)),
      outExtension: { '.js': '.mjs' },
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      sourcesContent: false,
      plugins: [keepPlaces],
    },
    keeping,
  );
}

// Not as a text: this module may be in a program that makes others.
const OWN_PLACE = /\bimport\.meta\.url\b/g;

/** A module goes on finding the files beside it. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup(build) {
    build.onLoad({ filter: /\.(ts|mjs)$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const place = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: text.replaceAll(OWN_PLACE, place) };
    });
  },
};
