import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isOurs, nameOf, type Contestant } from '../contestants/contestant.ts';
import type { RunningContestant } from '../contestants/running-contestant.ts';
import type { Setting } from '../contestants/setting.ts';
import { startContestant } from '../contestants/start-contestant.ts';
import { fileNameOf } from '../contestants/switchboard.ts';
import { inTurn, runLoad, type WireRequest } from '../load/run-load.ts';
import { LONGEST_WARM_UP_SECONDS } from '../measure/contest.ts';
import { firstAnswers, verifiedRequests } from '../measure/verify-answers.ts';
import { markdownTable } from '../report/markdown-table.ts';
import type { Workload } from '../workloads/workload.ts';
import {
  allocatedByFunction,
  allocatedByOrigin,
  type Allocated,
  type AllocationProfile,
} from './read-allocations.ts';
import { timesByFunction, timesByOrigin, type CpuProfile, type Share } from './read-cpu-profile.ts';

export interface ProfileOptions {
  readonly kind: 'cpu' | 'allocations';
  /** Where profiles are written, for a browser's developer tools. */
  readonly directory: string;
  readonly connections: number;
  readonly seconds: number;
  readonly warmUpRequests: number;
  readonly print: (text: string) => void;
}

const PRELOAD = fileURLToPath(new URL('preload.ts', import.meta.url));
const WRITE_DEADLINE_MS = 60_000;
const ROWS = 30;

/** Profiles each of our contestants over a workload once it is warm, and prints what takes the most. */
export async function profileWorkload(
  contestants: readonly Contestant[],
  workload: Workload,
  setting: Setting,
  options: ProfileOptions,
): Promise<void> {
  mkdirSync(options.directory, { recursive: true });
  for (const contestant of contestants.filter(isOurs)) {
    const file = resolve(options.directory, `${fileNameOf(contestant)}.${extensionOf(options)}`);
    // One of an earlier run would be taken for this one's.
    rmSync(file, { force: true });
    const environment = {
      ...setting.environment,
      ...{ BENCH_PROFILE: options.kind, BENCH_PROFILE_FILE: file },
    };
    const running = await startContestant(contestant, {
      ...{ ...setting, environment, preload: PRELOAD },
    });
    try {
      const requests = await verifiedRequests(
        running.url,
        await firstAnswers(running.url, workload.requests),
      );
      const answered = await profileLoad(running, requests, { ...options, file });
      options.print(`\n### ${nameOf(contestant)}: ${file}\n\n${tables(options, file, answered)}`);
    } finally {
      await running.program.stop();
    }
  }
}

/** How many requests the profile is of. */
async function profileLoad(
  { url, program }: RunningContestant,
  requests: readonly WireRequest[],
  options: ProfileOptions & { readonly file: string },
): Promise<number> {
  const { connections, seconds, warmUpRequests, file } = options;
  const mostRequests = Number.POSITIVE_INFINITY;
  const load = { url, requestAt: inTurn(requests), connections, mostRequests };
  const warmUp = { seconds: LONGEST_WARM_UP_SECONDS, mostRequests: warmUpRequests };
  await runLoad({ ...load, ...warmUp });
  program.signal('SIGUSR2');
  const result = await runLoad({ ...load, seconds });
  program.signal('SIGUSR2');
  if (result.errors > 0) throw new Error(`${result.errors} errors: ${result.firstError ?? ''}`);
  const deadline = performance.now() + WRITE_DEADLINE_MS;
  while (!isWhole(file) && performance.now() < deadline) await wait(100);
  return result.requests;
}

function isWhole(file: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').endsWith('}');
}

function extensionOf({ kind }: ProfileOptions): string {
  return kind === 'cpu' ? 'cpuprofile' : 'heapprofile';
}

function tables({ kind }: ProfileOptions, file: string, requests: number): string {
  const profile: unknown = JSON.parse(readFileSync(file, 'utf8'));
  // Written by the preload just now.
  if (kind === 'cpu') {
    const cpu = profile as CpuProfile;
    return [
      cpuTable('time in', timesByOrigin(cpu)),
      cpuTable('function', timesByFunction(cpu)),
    ].join('\n\n');
  }
  const allocations = profile as AllocationProfile;
  return [
    allocationTable('allocated by', allocatedByOrigin(allocations), requests),
    allocationTable('function', allocatedByFunction(allocations), requests),
  ].join('\n\n');
}

function cpuTable(title: string, times: readonly Share[]): string {
  const rows = times
    .slice(0, ROWS)
    .map(({ what, share }) => [what, `${(share * 100).toFixed(1)} %`]);
  return markdownTable([title, 'own time'], rows);
}

function allocationTable(title: string, allocated: readonly Allocated[], requests: number): string {
  const whole = allocated.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = allocated
    .slice(0, ROWS)
    .map(({ what, bytes }) => [
      what,
      (bytes / requests).toFixed(0),
      `${((bytes / whole) * 100).toFixed(1)} %`,
    ]);
  return markdownTable([title, 'bytes a request', 'share'], rows);
}
