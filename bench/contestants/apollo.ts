import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contestant } from './contestant.ts';
import { startProgram } from './program.ts';
import type { RunningContestant } from './running-contestant.ts';
import type { Setting } from './setting.ts';
import { fileNameOf } from './switchboard.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Null, or why it cannot take part so. */
export function whyNotApollo({ workers }: Contestant): string | null {
  return workers === 1 ? null : 'it answers from one process';
}

/** Starts `@apollo/gateway` without anything of ours. */
export async function startApollo(
  contestant: Contestant,
  setting: Setting,
): Promise<RunningContestant> {
  const program = startProgram({
    args: ['--import', 'tsx/esm', 'bench/contestants/apollo-program.ts', setting.supergraphFile],
    environment: {
      NODE_ENV: 'production',
      APOLLO_PASSES_CALLER: String(setting.passesCaller),
    },
    directory: PROJECT,
    core: setting.cores.gateway,
    logFile: join(setting.directory, `${fileNameOf(contestant)}.log`),
  });
  return { contestant, program, url: new URL(await program.ready) };
}
