import type { FuzzHouse, Outcome } from './fuzz-house.ts';
import { fuzzTrials } from './fuzz-trials.ts';
import type { FuzzTrial, Range } from './fuzz-trials.ts';
import { leaksIn, wrongsIn } from './judge-answer.ts';

/** What a run found. */
export interface FuzzVerdict {
  readonly trial: FuzzTrial;
  readonly answer: string;
  /** Empty when all is well. */
  readonly faults: readonly string[];
  /** What the caller was denied. */
  readonly denials: number;
  /** Whether there was any data. */
  readonly hasData: boolean;
}

export interface FuzzRun extends Range {
  readonly lanes: number;
  /** Called for every trial; what it returns says whether to go on. */
  observe(verdict: FuzzVerdict): boolean;
}

/** Runs random requests, as many at once as there are lanes. */
export async function runFuzz(house: FuzzHouse, run: FuzzRun): Promise<void> {
  const trials = fuzzTrials(house.truth, run, house.callers.length);
  let goesOn = true;
  const runLane = async (lane: number): Promise<void> => {
    while (goesOn) {
      const next = trials.next();
      if (next.done === true) return;
      const verdict = await runTrial(house, next.value, lane);
      goesOn &&= run.observe(verdict);
    }
  };
  await Promise.all(Array.from({ length: run.lanes }, (_, lane) => runLane(lane)));
}

/** Asks one thing and judges all that came of it. */
export async function runTrial(house: FuzzHouse, trial: FuzzTrial, lane = 0): Promise<FuzzVerdict> {
  const outcome = await house.ask(trial, lane);
  const { text } = outcome.answer;
  const judged = await judge(house, trial, outcome);
  return { trial, answer: text, hasData: /^\{"data":\{|,"data":\{/.test(text), ...judged };
}

async function judge(
  { truth, callers }: FuzzHouse,
  trial: FuzzTrial,
  { answer, received }: Outcome,
): Promise<Pick<FuzzVerdict, 'faults' | 'denials'>> {
  const holder = trial.caller === null ? undefined : callers[trial.caller];
  if (holder === undefined) {
    const isTurnedAway = answer.status === 401 && !answer.text.includes('"data"');
    const faults = [
      ...(isTurnedAway ? [] : [`nobody was let in: ${answer.status}`]),
      ...(answer.text.includes('<<') ? ['leak to nobody'] : []),
    ];
    return { faults, denials: 0 };
  }
  const known = await truth.tell(trial, holder);
  const isStopped = known.inputs.length > 0 || (known.isMutation && known.denials.length > 0);
  const faults = [
    ...leaksIn(answer.headers + answer.text, truth.rights, holder),
    ...wrongsIn(answer, known),
    ...received.flatMap((one) => one.faults),
    ...(isStopped && received.length > 0 ? ['what must not run was half done'] : []),
  ];
  return { faults, denials: known.denials.length + known.inputs.length };
}
