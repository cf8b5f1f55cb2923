import type { Entry } from './case-logs.ts';

/** What a log comes to. Durations are seconds. */
export interface Counted {
  readonly cases: number;
  readonly slaMade: number;
  readonly resolved: number;
  readonly reopened: number;
  /** From opening to last resolution, of cases that were not reopened since. */
  readonly resolutions: readonly number[];
  /** Ages of the cases open at the date. */
  readonly ages: readonly number[];
  /** By source state. */
  readonly secondsIn: Readonly<Record<string, number>>;
}

const SOLVED = ['Resolved', 'Completed/Resolved', 'Resolve ticket'];
const CLOSED = ['Closed', 'Completed/Closed'];
const SILENT = ['-100', 'Assign seriousness'];

/**
 * Counts a log from its entries, case by case and in the plainest way. `openedBefore` is how many milliseconds
 * before its first entry a case was opened; `date` is for the backlog.
 */
export function countCaseLog(
  entries: readonly Entry[],
  { openedBefore = 0, date }: { readonly openedBefore?: number; readonly date: number },
): Counted {
  const cases = new Map<string, Entry[]>();
  for (const entry of entries) {
    const log = cases.get(entry.id) ?? [];
    log.push(entry);
    cases.set(entry.id, log);
  }
  const logs = [...cases.values()].map((log) =>
    log.sort((left, right) => left.at - right.at || left.order - right.order),
  );
  const lives = logs.map((log) => lifeOf(log, date));
  const openings = logs.map((log) => (log[0]?.at ?? 0) - openedBefore);
  return {
    cases: logs.length,
    slaMade: logs.filter((log) => log.at(-1)?.made === true).length,
    resolved: lives.filter((life) => life.wasResolved).length,
    reopened: lives.filter((life) => life.wasResolved && life.wasReopened).length,
    resolutions: lives.flatMap(({ resolvedAt }, place) =>
      resolvedAt === null ? [] : [(resolvedAt - (openings[place] ?? 0)) / 1_000],
    ),
    ages: openings.flatMap((openedAt, place) =>
      openedAt < date && lives[place]?.isClosed === false ? [(date - openedAt) / 1_000] : [],
    ),
    secondsIn: secondsIn(logs),
  };
}

interface Life {
  state: string;
  /** Null while it is not resolved, or again. */
  resolvedAt: number | null;
  wasResolved: boolean;
  wasReopened: boolean;
  /** At the date. */
  isClosed: boolean;
}

function lifeOf(log: readonly Entry[], date: number): Life {
  const life: Life = {
    ...{ state: '', resolvedAt: null, wasResolved: false, wasReopened: false, isClosed: false },
  };
  for (const entry of log) {
    if (SILENT.includes(entry.state)) continue;
    if (entry.at < date) life.isClosed = CLOSED.includes(entry.state);
    enter(life, entry);
  }
  return life;
}

function enter(life: Life, { state, at }: Entry): void {
  const isDone = (one: string) => SOLVED.includes(one) || CLOSED.includes(one);
  if (SOLVED.includes(state) && life.state !== state) {
    [life.resolvedAt, life.wasResolved] = [at, true];
  } else if (isDone(life.state) && !isDone(state)) {
    [life.resolvedAt, life.wasReopened] = [null, true];
  }
  life.state = state;
}

function secondsIn(logs: readonly (readonly Entry[])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const log of logs) {
    for (const [place, { state, at }] of log.entries()) {
      const next = log[place + 1];
      if (next !== undefined) sums[state] = (sums[state] ?? 0) + (next.at - at) / 1_000;
    }
  }
  return sums;
}

/** Linear interpolation between the nearest ranks. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const rank = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0];
  return low + (rank - Math.floor(rank)) * (high - low);
}
