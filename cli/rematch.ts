import { parseArgs } from 'node:util';
import { createProgressBar } from './import/progress-bar.ts';
import { rematch } from './match/rematch.ts';
import { rematchInProcesses } from './match/rematch-in-processes.ts';

const HELP = `Usage: npm run rematch -- [options]

Judges all records of the central customer database anew and links them by what comes out. Rooms may run
meanwhile. Begun again after it was stopped, it goes on where it was; begun on several machines, they share
the work. What stewards decided holds, and customers keep their ids.

  --learn      first learn new weights from the records themselves: a new version, which is in use from then on
  --join       only help with a job that is under way, begun here or on another machine
  --workers N  processes on this machine (default 1; more than one needs DATABASE_URL)

Environment: DATABASE_URL, else the embedded database in DATA_DIR (.data), which nobody else may have open.`;

const { values } = parseArgs({
  options: {
    learn: { type: 'boolean', default: false },
    join: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
});

function readWorkers(text: string): number {
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1 && workers <= 64) return workers;
  throw new Error(`--workers must be a whole number from 1 to 64, but got: ${text}`);
}

async function main(): Promise<void> {
  const workers = readWorkers(values.workers);
  const bar = createProgressBar(process.stderr, 'Matching');
  const run = workers === 1 ? rematch : rematchInProcesses(workers);
  const version = await run(process.env, {
    learns: values.learn,
    joins: values.join,
    onProgress: ({ done, tasks }) => bar.update(tasks === 0 ? 1 : done / tasks, 'records judged'),
  });
  bar.finish();
  console.log(
    version === null ? 'There is no job to join.' : `All records are linked by version ${version}.`,
  );
}

if (values.help === true) {
  console.log(HELP);
} else {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
