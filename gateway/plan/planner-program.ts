import { fileURLToPath } from 'node:url';

import { buildOnce } from '../programs/build-once.ts';

const THREAD = new URL('./planner-thread.ts', import.meta.url);

/**
 * The planner's thread as one file, its libraries in it: a thread shares no loaded code with others, and
 * loads this one in a quarter of the time.
 */
export function plannerProgram(): Promise<string> {
  return buildOnce({
    entryPoints: [fileURLToPath(THREAD)],
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
}
