import { pathToFileURL } from 'node:url';

import { bundleProgram } from '../bundle-program.ts';

let program: Promise<URL> | undefined;

/**
 * What a planner's thread runs: one file, which loads in a third of the time. Where none can be written, as in
 * an installation that may only be read, it is the entry that loads file by file.
 */
export function plannerProgram(): Promise<URL> {
  program ??= bundleProgram(new URL('./planner-thread.ts', import.meta.url), {
    packages: 'inside',
  }).then(pathToFileURL, () => new URL('./planner-thread-entry.mjs', import.meta.url));
  return program;
}
