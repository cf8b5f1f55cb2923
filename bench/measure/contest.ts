import { isOurs, nameOf, type Contestant } from '../contestants/contestant.ts';
import type { RunningContestant } from '../contestants/running-contestant.ts';
import type { Setting } from '../contestants/setting.ts';
import { startContestant } from '../contestants/start-contestant.ts';
import { inTurn, runLoad, type WireRequest } from '../load/run-load.ts';
import type { Workload } from '../workloads/workload.ts';
import { readUsage } from './process-usage.ts';
import { runRound, type Round, type RoundOptions } from './round.ts';
import { firstAnswers, verifiedRequests, type FirstAnswer } from './verify-answers.ts';

export interface ContestOptions extends RoundOptions {
  readonly rounds: number;
  readonly warmUpRequests: number;
  /** Told what goes on, a line each. */
  readonly report: (line: string) => void;
}

/** What a contestant did in all rounds, or why it could not take part. */
export type Result =
  | {
      readonly kind: 'measured';
      readonly contestant: Contestant;
      readonly rounds: readonly Round[];
      /** NaN where it cannot be read. */
      readonly peakBytes: number;
    }
  | { readonly kind: 'failed'; readonly contestant: Contestant; readonly reason: string };

/** A gateway that takes longer for its first requests is measured as it then is. */
export const LONGEST_WARM_UP_SECONDS = 60;

const REFERENCE: Contestant = { engine: 'reference', sharing: 'nothing', workers: 1 };

interface Entrant extends RunningContestant {
  readonly requests: readonly WireRequest[];
  readonly rounds: Round[];
}

/** All contestants over one workload: each verified and warmed up, then round after round in turn. */
export async function runContest(
  contestants: readonly Contestant[],
  workload: Workload,
  setting: Setting,
  options: ContestOptions,
): Promise<readonly Result[]> {
  const truth = await referenceAnswers(workload, setting);
  const results: Result[] = [];
  const entrants: Entrant[] = [];
  try {
    for (const contestant of contestants) {
      options.report(`${nameOf(contestant)}: start, verify, warm up`);
      try {
        entrants.push(await enter(contestant, { setting, truth, options }));
      } catch (error) {
        results.push({ kind: 'failed', contestant, reason: messageOf(error) });
      }
    }
    await playRounds(entrants, workload, options);
    for (const entrant of entrants) results.push(resultOf(entrant));
  } finally {
    await Promise.all(entrants.map(({ program }) => program.stop()));
  }
  return contestants.flatMap((one) => results.filter(({ contestant }) => contestant === one));
}

async function referenceAnswers(
  workload: Workload,
  setting: Setting,
): Promise<readonly FirstAnswer[]> {
  const { program, url } = await startContestant(REFERENCE, { ...setting, preload: null });
  try {
    const answers = await firstAnswers(url, workload.requests);
    workload.check(answers[0]?.text ?? '');
    const faulty = answers.find(({ request, text }) => !request.needsRules && hasErrors(text));
    if (faulty !== undefined) {
      throw new Error(`The reference must answer without errors, but got: ${faulty.text}.`);
    }
    return answers;
  } finally {
    await program.stop();
  }
}

function hasErrors(answer: string): boolean {
  return 'errors' in (JSON.parse(answer) as object);
}

interface Entry {
  readonly setting: Setting;
  readonly truth: readonly FirstAnswer[];
  readonly options: ContestOptions;
}

async function enter(contestant: Contestant, entry: Entry): Promise<Entrant> {
  const { setting, truth, options } = entry;
  const running = await startContestant(contestant, setting);
  try {
    const answerable = truth.filter(({ request }) => isOurs(contestant) || !request.needsRules);
    const requests = await verifiedRequests(running.url, answerable);
    await runLoad({
      ...{ url: running.url, requestAt: inTurn(requests), connections: options.connections },
      ...{ seconds: LONGEST_WARM_UP_SECONDS, mostRequests: options.warmUpRequests },
    });
    return { ...running, requests, rounds: [] };
  } catch (error) {
    await running.program.stop();
    throw error;
  }
}

async function playRounds(
  entrants: readonly Entrant[],
  { subgraphRequests }: Workload,
  options: ContestOptions,
): Promise<void> {
  for (let round = 1; round <= options.rounds; round += 1) {
    options.report(`round ${round} of ${options.rounds}`);
    for (const { url, program, requests, rounds } of entrants) {
      rounds.push(await runRound({ url, pid: program.pid, requests, subgraphRequests }, options));
    }
  }
}

function resultOf({ contestant, program, rounds }: Entrant): Result {
  const wrong = rounds.find(({ errors }) => errors > 0);
  if (wrong !== undefined) {
    const errors = rounds.reduce((sum, round) => sum + round.errors, 0);
    return { kind: 'failed', contestant, reason: `${errors} errors; ${wrong.firstError ?? ''}` };
  }
  const peakBytes = readUsage(program.pid)?.peakBytes ?? Number.NaN;
  return { kind: 'measured', contestant, rounds, peakBytes };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
