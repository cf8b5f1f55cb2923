import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { configSchema } from '../../gateway/config-schema.ts';
import { nameOf, type Contestant } from './contestant.ts';
import type { RunningContestant } from './running-contestant.ts';
import { startProgram } from './program.ts';
import type { Setting } from './setting.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** The first answers of real rooms on a busy machine take longer than a caller would wait. */
const PATIENT = { subgraphMs: 60_000, requestMs: 120_000 };

/** Our settings for a contestant. */
export function settingsOf({ engine, sharing, workers, isRecorded }: Contestant): object {
  return {
    engine,
    logLevel: 'error',
    timeouts: PATIENT,
    ledger: { enabled: isRecorded === true },
    sharing: { subgraph: sharing !== 'nothing', requests: sharing === 'requests' },
    ...(workers === 1 ? {} : { workers }),
  };
}

/** Null, or why this version of the gateway cannot be started so. */
export function whyNotSwitchboard(contestant: Contestant): string | null {
  const { success, error } = configSchema.safeParse(settingsOf(contestant));
  if (success) return null;
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

export async function startSwitchboard(
  contestant: Contestant,
  setting: Setting,
): Promise<RunningContestant> {
  const file = join(setting.directory, `${fileNameOf(contestant)}.yaml`);
  writeFileSync(file, stringify(settingsOf(contestant)));
  const program = startProgram({
    args: [
      ...programOf(setting),
      ...['--supergraph', setting.supergraphFile, '--config', file],
      ...['--port', '0', '--admin-port', String(setting.adminPort ?? 0)],
    ],
    environment: { NODE_ENV: 'production', ...setting.environment },
    directory: PROJECT,
    core: contestant.workers === 1 ? setting.cores.gateway : null,
    logFile: join(setting.directory, `${fileNameOf(contestant)}.log`),
  });
  return { contestant, program, url: new URL(await program.ready) };
}

/** Node's arguments as `npm run gateway` gives them, without npm in between. */
function programOf({ preload }: Setting): readonly string[] {
  const text = readFileSync(join(PROJECT, 'package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { readonly scripts: { readonly gateway: string } };
  const args = scripts.gateway.split(' ').slice(1);
  if (preload === null) return args;
  // A profile names the files that somebody wrote.
  const flags = args.filter((arg) => arg.startsWith('--'));
  return [...flags, '--import', 'tsx/esm', '--import', preload, 'cli/gateway.ts'];
}

/** The contestant's name as part of a file's. */
export function fileNameOf(contestant: Contestant): string {
  return nameOf(contestant).replaceAll(/[^\w-]+/g, '-');
}
