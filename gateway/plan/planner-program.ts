import { pathToFileURL } from 'node:url';

import type { Logger } from 'pino';

import { bundleProgram } from '../bundle-program.ts';

/** Loads file by file, and needs nothing written. */
export const PLANNER_ENTRY = new URL('./planner-thread-entry.mjs', import.meta.url);

let program: Promise<URL> | undefined;

/**
 * What a planner's thread runs: one file, which loads in a third of the time. Where none can be written, as in
 * an installation that may only be read, it is the entry that loads file by file.
 */
export function plannerProgram(log: Logger): Promise<URL> {
  program ??= bundleProgram(new URL('./planner-thread.ts', import.meta.url), {
    packages: 'inside',
  }).then(pathToFileURL, (error: unknown) => {
    log.info({ err: error }, 'the planner could not be made one file and loads file by file');
    return PLANNER_ENTRY;
  });
  return program;
}
