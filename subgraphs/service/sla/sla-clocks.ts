import type { TrailEntry } from '../cases/case-trail.ts';
import type { SlaBook, SlaMetric, SlaSubject } from './sla-policy.ts';
import { isHalted, progressOf, type SlaRun } from './sla-run.ts';
import { slaRuns } from './sla-runs.ts';

type SlaState = 'RUNNING' | 'PAUSED' | 'MET' | 'BREACHED' | 'CANCELLED';

export interface SlaClock {
  readonly metric: SlaMetric;
  /** From 1: which of the case's clocks of this metric it is. */
  readonly sequence: number;
  readonly state: SlaState;
  readonly policy: string;
  readonly policyVersion: number;
  readonly calendar: string;
  readonly startedAt: Date;
  /** While the clock stands still: when it would be due if it went on this moment. */
  readonly dueAt: Date;
  /** Only of a clock that was met. */
  readonly metAt: Date | null;
  /** The moment it was due and not met; of terms that came later, the moment they came. */
  readonly breachedAt: Date | null;
  readonly targetSeconds: number;
  /** Business seconds that it ran, and goes on running when it is late. */
  readonly elapsedSeconds: number;
  /** Below zero when it is late. */
  readonly remainingSeconds: number;
}

/**
 * Every clock of a case, computed from its trail: nothing is counted while it runs, so nothing can drift, and
 * whoever computes it again gets the same.
 */
export function slaClocks(
  subject: SlaSubject,
  trail: readonly TrailEntry[],
  { book, now }: { readonly book: SlaBook; readonly now: Date },
): readonly SlaClock[] {
  const sequences = new Map<SlaMetric, number>();
  const until = trail.reduce((latest, { at }) => Math.max(latest, at.getTime()), now.getTime());
  return slaRuns(subject, trail, book).flatMap((run) => {
    if (run.terms === null) return [];
    const sequence = (sequences.get(run.metric) ?? 0) + 1;
    sequences.set(run.metric, sequence);
    return [clockOf(run, run.terms, { sequence, until })];
  });
}

function clockOf(
  run: SlaRun,
  terms: NonNullable<SlaRun['terms']>,
  { sequence, until }: { readonly sequence: number; readonly until: number },
): SlaClock {
  const { worked, dueAt, breachedAt } = progressOf(run, until);
  const state = breachedAt === null ? stateOf(run) : 'BREACHED';
  const elapsedSeconds = Math.floor(worked / 1_000);
  return Object.freeze({
    metric: run.metric,
    sequence,
    state,
    policy: terms.policy,
    policyVersion: terms.version,
    calendar: terms.calendarName,
    startedAt: new Date(run.startedAt),
    dueAt: new Date(dueAt),
    metAt: state === 'MET' && run.end !== null ? new Date(run.end.at) : null,
    breachedAt: breachedAt === null ? null : new Date(breachedAt),
    targetSeconds: terms.targetSeconds,
    elapsedSeconds,
    remainingSeconds: terms.targetSeconds - elapsedSeconds,
  });
}

function stateOf(run: SlaRun): SlaState {
  if (run.end !== null) return run.end.how;
  return isHalted(run) ? 'PAUSED' : 'RUNNING';
}
