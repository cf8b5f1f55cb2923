import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgram, type Program } from '../contestants/program.ts';
import type { WorkloadOptions } from './workload.ts';

export interface RealRooms {
  /** Room name -> where it answers. */
  readonly urls: Readonly<Record<string, string>>;
  readonly assertionSecret: string;
  /** Where the sample company and the development keys are. */
  readonly dataDirectory: string;
  readonly stop: () => Promise<void>;
}

/** Kept from run to run: to load the sample company takes longer than to measure. */
const DATA_DIRECTORY = fileURLToPath(new URL('../../.data/bench', import.meta.url));

/** Starts the rooms over the sample company, as `npm start` does, but without its gateway. */
export async function startRealRooms(options: WorkloadOptions): Promise<RealRooms> {
  const assertionSecret = randomBytes(32).toString('base64url');
  const environment = {
    DATA_DIR: DATA_DIRECTORY,
    ASSERTION_SECRET: assertionSecret,
    LOAN_SERVICING_API_KEY: randomBytes(24).toString('base64url'),
    LOG_LEVEL: 'error',
  };
  const start = (file: string, more: Readonly<Record<string, string>>): Program =>
    startProgram({
      args: ['--import', 'tsx/esm', fileURLToPath(new URL(`../../${file}`, import.meta.url))],
      environment: { ...environment, ...more },
      core: options.core,
      logFile: join(options.directory, 'rooms.log'),
    });
  if (!existsSync(join(DATA_DIRECTORY, 'sample-company-loaded'))) {
    const house = start('cli/start.ts', { PORT: '0', ADMIN_PORT: '0' });
    await house.ready;
    await house.stop();
  }
  const loans = start('subgraphs/lending/loan-servicing/main.ts', { LOAN_SERVICING_PORT: '0' });
  const rooms = start('cli/rooms.ts', { LOAN_SERVICING_URL: await loans.ready });
  return {
    urls: JSON.parse(await rooms.ready) as Readonly<Record<string, string>>,
    assertionSecret,
    dataDirectory: DATA_DIRECTORY,
    async stop() {
      await rooms.stop();
      await loans.stop();
    },
  };
}
