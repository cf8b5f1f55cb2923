import { originOf, placeOf, type CallFrame } from './code-place.ts';

/** What V8's CPU profiler writes, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  /** The node that ran at each sample, and the microseconds since the sample before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Share {
  readonly what: string;
  /** Of all that is neither idle nor the profiler's own. */
  readonly share: number;
}

/** The last is the profiler's own door. */
const NOT_WORK = ['(idle)', '(program)', '(root)', 'dispatch'];

/** Functions by their own time, the largest share first. */
export function timesByFunction(profile: CpuProfile): readonly Share[] {
  return timesBy(profile, placeOf);
}

/** Packages and folders by the time of their own functions, the largest share first. */
export function timesByOrigin(profile: CpuProfile): readonly Share[] {
  return timesBy(profile, originOf);
}

function timesBy(
  { nodes, samples, timeDeltas }: CpuProfile,
  name: (frame: CallFrame) => string,
): readonly Share[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  let whole = 0;
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    if (frame === undefined || (frame.url === '' && NOT_WORK.includes(frame.functionName))) return;
    const time = timeDeltas[index] ?? 0;
    const what = name(frame);
    times.set(what, (times.get(what) ?? 0) + time);
    whole += time;
  });
  return [...times]
    .map(([what, time]) => ({ what, share: time / whole }))
    .sort((a, b) => b.share - a.share);
}
