import { parseArgs } from 'node:util';
import { createProgressBar } from './import/progress-bar.ts';
import { recountDatabase } from './recount/recount-database.ts';
import { summaryOf } from './recount/summary-of.ts';

const HELP = `Usage: npm run -s recount

Counts all KPIs anew from every event that rooms ever told: facts, and sums by day. Rooms may run meanwhile. Until it
is through, KPIs say what they said before, and events that come wait to be counted; when it fails or is stopped,
everything stays as it was, and it can be begun again. Targets, costs and whatever else people set are not touched.

Prints how many events of each room were counted, and how many were passed over because no KPI is made of their type.

Environment: DATABASE_URL, else the embedded database in DATA_DIR (.data), which nobody else may have open.`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    console.log(HELP);
    return;
  }
  const bar = createProgressBar(process.stderr, 'Counting');
  const began = performance.now();
  const recounted = await recountDatabase(process.env, (done, all) => {
    bar.update(done / all, `${done} events read`);
  });
  bar.finish();
  console.log(summaryOf(recounted, (performance.now() - began) / 1000));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
