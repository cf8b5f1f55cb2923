/** `npm run bench`: gateways compared over the same subgraphs. What it prints is what `bench/README.md` keeps. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BENCH_HELP, readBenchOptions, type BenchOptions } from './bench-options.ts';
import { nameOf } from './contestants/contestant.ts';
import type { Setting } from './contestants/setting.ts';
import { whyNot } from './contestants/start-contestant.ts';
import { runContest, type Result } from './measure/contest.ts';
import { chooseCores, pinThisProcess } from './measure/cores.ts';
import { profileWorkload } from './profiling/profile-workload.ts';
import { nativeRatios } from './report/native-ratios.ts';
import { resultsTable } from './report/results-table.ts';
import { allWorkloads } from './workloads/all-workloads.ts';
import type { Workload, WorkloadDescription } from './workloads/workload.ts';

async function main(): Promise<void> {
  const options = readBenchOptions(process.argv.slice(2), allWorkloads);
  if (options.help) {
    process.stdout.write(BENCH_HELP);
    return;
  }
  const able = ableOnly(options);
  const measured: Record<string, readonly Result[]> = {};
  for (const description of able.workloads) {
    console.log(`\n## ${description.key}: ${description.title}`);
    await withWorkload(description, able, async (workload, setting) => {
      if (able.profile === null) {
        measured[description.key] = await compare(workload, setting, able);
      } else {
        const directory = join(able.profile.directory, description.key);
        const kept = { ...able, kind: able.profile.kind, directory, print };
        await profileWorkload(able.contestants, workload, setting, kept);
      }
    });
  }
  if (options.jsonFile !== null) {
    writeFileSync(options.jsonFile, JSON.stringify({ options, measured }, null, 2));
  }
}

/** Without those that cannot take part, each named with the reason. */
function ableOnly(options: BenchOptions): BenchOptions {
  const contestants = options.contestants.filter((contestant) => {
    const reason = whyNot(contestant);
    if (reason !== null) report(`${nameOf(contestant)} does not take part: ${reason}`);
    return reason === null;
  });
  return { ...options, contestants };
}

async function withWorkload(
  description: WorkloadDescription,
  options: BenchOptions,
  use: (workload: Workload, setting: Setting) => Promise<void>,
): Promise<void> {
  const cores = options.pinned ? chooseCores() : { gateway: null, load: null };
  pinThisProcess(cores.load);
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  report(`workload ${description.key}; logs and settings are in ${directory}`);
  const workload = await description.open({ directory, core: cores.load });
  try {
    await use(workload, { ...workload, directory, cores, preload: null });
  } finally {
    await workload.stop();
  }
}

async function compare(
  workload: Workload,
  setting: Setting,
  options: BenchOptions,
): Promise<readonly Result[]> {
  const results = await runContest(options.contestants, workload, setting, { ...options, report });
  print(`\n${resultsTable(results)}`);
  const ratios = nativeRatios(results);
  if (ratios !== null) print(`\n${ratios}`);
  if (results.some(({ kind }) => kind === 'failed')) process.exitCode = 1;
  return results;
}

function print(text: string): void {
  console.log(text);
}

function report(line: string): void {
  console.error(`- ${line}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
