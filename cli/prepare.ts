import { readFileSync } from 'node:fs';
import { plannerProgram } from '../gateway/plan/planner-program.ts';
import { emptyDatabase } from '../subgraphs/kit/empty-database.ts';
import { commandProgram } from './start/command-program.ts';
import { PROGRAMS } from './start/house.ts';
import { supervisedProgram } from './start/supervised-process.ts';

/**
 * Run at the end of an install: makes what the first start would wait for. What cannot be made now is told and left to
 * that start, so an install never fails for it.
 */
const { scripts } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { readonly scripts: Readonly<Record<string, string>> };
const commands = Object.values(scripts).flatMap(
  (script) => /cli\/command\.mjs ([\w-]+)/.exec(script)?.[1] ?? [],
);
const outcomes = await Promise.allSettled([
  emptyDatabase(),
  plannerProgram(),
  ...Object.values(PROGRAMS).map(supervisedProgram),
  ...commands.map(commandProgram),
]);
for (const outcome of outcomes) {
  if (outcome.status === 'rejected') {
    console.error(`Not made ready, and left to the first start: ${String(outcome.reason)}`);
  }
}
