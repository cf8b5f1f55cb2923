import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lockDirectory } from '../subgraphs/kit/directory-lock.ts';
import { runUntilTold } from './rooms/run-until-told.ts';
import { loadSampleCompanyOnce } from './sample/load-sample-company.ts';
import { startHouse } from './start/house.ts';

const HELP = `Usage: npm start [-- --empty]

Starts the gateway, all rooms and the lending division's loan-servicing system on this machine, and loads
the sample company when the data directory is new.

  --empty    do not load the sample company

Environment: PORT (4000), ADMIN_PORT (4001), DATA_DIR (.data), DATABASE_URL (embedded database), REDIS_URL,
CONFIG_FILE and what \`npm run -s config-schema\` prints. Logs are in DATA_DIR/logs.`;

const { values } = parseArgs({
  options: { empty: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
});

if (values.help === true) console.log(HELP);
else await start(resolve(process.env['DATA_DIR'] ?? '.data')).catch(explain);

async function start(dataDirectory: string): Promise<void> {
  const lock = await lockDirectory(dataDirectory);
  const report = (line: string) => console.error(line);
  report(`Starting Switchboard; data and logs are in ${dataDirectory}.`);
  const house = await startHouse({ dataDirectory, environment: process.env, report });
  runUntilTold(async () => {
    await house.stop();
    await lock.release();
  });
  if (!values.empty)
    await loadSampleCompanyOnce({ dataDirectory, gatewayUrl: house.url, environment: process.env });
  console.log(`ready ${house.url}`);
}

function explain(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
