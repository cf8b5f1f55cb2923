import { bundleProgram } from './bundle-program.ts';

/** What tells how a command is built. Who looks for a command's program knows none of it: see `cli/command.mjs`. */
const MADE_BY = [
  import.meta.url,
  new URL('bundle-program.ts', import.meta.url),
  new URL('../../gateway/programs/build-once.ts', import.meta.url),
  import.meta.resolve('esbuild/package.json'),
].map((place) => new URL(place));

/** The file that is run for a command, by its name: that of its module in `cli`. */
export function commandProgram(name: string): Promise<string> {
  const entry = new URL(`../${name}.ts`, import.meta.url);
  return bundleProgram(entry, [], { record: { name: `command-${name}`, madeBy: MADE_BY } });
}
