// Runs a command: `node cli/command.mjs NAME …` is `cli/NAME.ts`. What an install or the last run bundled of it is run as
// long as none of its files has changed; it loads in a third of the time. Plain JavaScript, since no loader is there yet.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CACHE, freshProgram } from '../gateway/programs/build-record.mjs';

const [node, , name, ...args] = process.argv;
const program = (await freshProgram(join(CACHE, `command-${name}.json`))) ?? (await bundle());
process.argv = [node, program, ...args];
await import(pathToFileURL(program).href);

async function bundle() {
  const { register } = await import('tsx/esm/api');
  const unregister = register();
  const { commandProgram } = await import('./start/command-program.ts');
  const made = await commandProgram(name);
  await unregister();
  return made;
}
