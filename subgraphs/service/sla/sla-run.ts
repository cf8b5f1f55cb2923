import { ALWAYS_OPEN } from './business-calendar.ts';
import type { Moment } from './moments.ts';
import {
  DEFAULT_CONDITIONS,
  type SlaConditions,
  type SlaMetric,
  type SlaTerms,
} from './sla-policy.ts';

/** One clock as the trail left it, before anybody asks what time it is. Instants are epoch milliseconds. */
export interface SlaRun {
  readonly metric: SlaMetric;
  /** Null: no rule has a target, and the run is kept for a rule that may come to have one. */
  readonly terms: SlaTerms | null;
  readonly startedAt: number;
  /** When it came to be held to these terms. It cannot have been late before. */
  readonly attachedAt: number;
  /** Times that do not count, in order; the last may be open. */
  readonly halts: readonly Halt[];
  readonly end: SlaEnd | null;
}

export interface Halt {
  readonly from: number;
  readonly to: number | null;
}

interface SlaEnd {
  readonly at: number;
  readonly how: 'MET' | 'CANCELLED';
}

export function beginRun(metric: SlaMetric, terms: SlaTerms | null, at: number): SlaRun {
  return { metric, terms, startedAt: at, attachedAt: at, halts: [], end: null };
}

export function conditionsOf({ terms, metric }: Pick<SlaRun, 'terms' | 'metric'>): SlaConditions {
  return terms?.conditions ?? DEFAULT_CONDITIONS[metric];
}

/** A run after some moments at one instant; two when it was reset. */
export function react(run: SlaRun, moments: readonly Moment[], at: number): readonly SlaRun[] {
  const conditions = conditionsOf(run);
  const meets = (condition: keyof SlaConditions) =>
    conditions[condition].some((moment) => moments.includes(moment));
  if (run.end !== null) return [meets('resume') ? revive(run, run.end, at) : run];
  if (meets('reset')) return [end(run, 'CANCELLED', at), beginRun(run.metric, run.terms, at)];
  if (meets('cancel')) return [end(run, 'CANCELLED', at)];
  if (meets('stop')) return [end(run, 'MET', at)];
  if (meets('pause')) return [isHalted(run) ? run : halt(run, at)];
  return [meets('resume') && isHalted(run) ? resume(run, at) : run];
}

export function end(run: SlaRun, how: SlaEnd['how'], at: number): SlaRun {
  return { ...(isHalted(run) ? resume(run, at) : run), end: { at, how } };
}

function halt(run: SlaRun, at: number): SlaRun {
  return { ...run, halts: [...run.halts, { from: at, to: null }] };
}

export function isHalted({ halts }: SlaRun): boolean {
  return halts.at(-1)?.to === null;
}

function resume(run: SlaRun, at: number): SlaRun {
  return { ...run, halts: run.halts.map((one) => (one.to === null ? { ...one, to: at } : one)) };
}

function revive(run: SlaRun, { at: from }: SlaEnd, at: number): SlaRun {
  return { ...run, end: null, halts: [...run.halts, { from, to: at }] };
}

/** How far a run had come by an instant. */
export interface Progress {
  /** Business milliseconds that it ran. */
  readonly worked: number;
  readonly dueAt: number;
  /** When it was late, if it was. */
  readonly breachedAt: number | null;
}

/**
 * On time is up to and with the due time: the first instant by which the target was worked. Held to other
 * seconds, it tells when these were worked.
 */
export function progressOf(run: SlaRun, now: number, targetSeconds = targetOf(run)): Progress {
  const calendar = run.terms === null ? ALWAYS_OPEN : run.terms.calendar;
  const until = Math.max(run.startedAt, run.end?.at ?? now);
  const target = targetSeconds * 1_000;
  let [worked, late] = [0, null as number | null];
  for (const [from, to] of running(run, until)) {
    const due = late ?? calendar.after(from, target - worked);
    if (to > due) late = due;
    worked += calendar.between(from, to);
  }
  if (late === null) {
    return { worked, dueAt: calendar.after(until, target - worked), breachedAt: null };
  }
  return { worked, dueAt: late, breachedAt: Math.max(late, run.attachedAt) };
}

/** Without terms it is never due. */
function targetOf({ terms }: SlaRun): number {
  return terms === null ? Infinity : terms.targetSeconds;
}

/** The stretches in which it ran, up to an instant. */
function running(
  { startedAt, halts }: SlaRun,
  until: number,
): readonly (readonly [number, number])[] {
  const starts = [startedAt, ...halts.map(({ to }) => to ?? until)];
  const ends = [...halts.map(({ from }) => from), until];
  return starts
    .map((from, place) => [from, Math.max(from, ends[place] ?? until)] as const)
    .filter(([from, to]) => from < to);
}
