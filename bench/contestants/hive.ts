import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Contestant } from './contestant.ts';
import { freePort } from './free-port.ts';
import { startProgram } from './program.ts';
import type { RunningContestant } from './running-contestant.ts';
import type { Setting } from './setting.ts';
import { fileNameOf } from './switchboard.ts';

const PEERS = fileURLToPath(new URL('../peers/', import.meta.url));
const HIVE = join(PEERS, 'node_modules/@graphql-hive/gateway/dist/bin.js');
const START_DEADLINE_MS = 180_000;

/** Null, or what to do first. */
export function whyNotHive(): string | null {
  return existsSync(HIVE) ? null : 'not installed; get it with: npm ci --prefix bench/peers';
}

/** Starts `@graphql-hive/gateway` with the settings of `bench/peers/hive.config.mjs`. */
export async function startHive(
  contestant: Contestant,
  setting: Setting,
): Promise<RunningContestant> {
  const port = await freePort();
  const program = startProgram({
    args: [
      ...[HIVE, 'supergraph', setting.supergraphFile, '--config-path', 'hive.config.mjs'],
      ...['--host', '127.0.0.1', '--port', String(port), '--fork', String(contestant.workers)],
    ],
    environment: {
      NODE_ENV: 'production',
      HIVE_ENGINE: contestant.engine,
      HIVE_SHARING: contestant.sharing,
      HIVE_PASSES_CALLER: String(setting.passesCaller),
    },
    directory: PEERS,
    core: contestant.workers === 1 ? setting.cores.gateway : null,
    logFile: join(setting.directory, `${fileNameOf(contestant)}.log`),
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([program.death, answering(`${url}/readiness`)]);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { contestant, program, url: new URL(`${url}/graphql`) };
}

async function answering(url: string): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok === true) return;
    await wait(100);
  }
  throw new Error(`Expected an answer from ${url} within ${START_DEADLINE_MS} ms, but got: none.`);
}
