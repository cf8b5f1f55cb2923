import { pathToFileURL } from 'node:url';
import { bundleProgram } from '../../cli/start/bundle-program.ts';

const made = new Map<string, Promise<string>>();

/** One of the project's programs as a file that Node runs by itself: without a loader it starts sooner. */
export function bundled(program: string): Promise<string> {
  const known = made.get(program) ?? bundleProgram(pathToFileURL(program), []);
  made.set(program, known);
  return known;
}
