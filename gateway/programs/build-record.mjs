// Plain JavaScript, and nothing but Node: commands read these records before any loader is there.
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
export const CACHE = join(PROJECT, 'node_modules/.cache/programs');

const GONE = 'gone';

export async function freshProgram(record) {
  if (!existsSync(record)) return null;
  const { file, inputs } = JSON.parse(await readFile(record, 'utf8'));
  const program = join(dirname(record), file);
  if (!existsSync(program)) return null;
  const states = await Promise.all(inputs.map(([path]) => stateOf(path)));
  return inputs.every(([, state], place) => state === states[place]) ? program : null;
}

export async function stateOf(path) {
  try {
    const { ctimeMs, size } = await stat(join(PROJECT, path));
    return `${ctimeMs} ${size}`;
  } catch {
    return GONE;
  }
}
