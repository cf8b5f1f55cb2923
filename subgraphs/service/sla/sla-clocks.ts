import type { TrailEntry } from '../cases/case-trail.ts';
import type { SlaBook, SlaMetric, SlaSubject, SlaTerms } from './sla-policy.ts';
import { isHalted, progressOf, type SlaRun } from './sla-run.ts';
import { numbered, slaRuns } from './sla-runs.ts';

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
  /** When it comes, or came, to be at risk; while it stands still, as `dueAt`. */
  readonly atRiskAt: Date;
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
  const until = trail.reduce((latest, { at }) => Math.max(latest, at.getTime()), now.getTime());
  return numbered(slaRuns(subject, trail, book)).map(({ run, terms, sequence }) =>
    clockOf(run, terms, { sequence, until }),
  );
}

function clockOf(
  run: SlaRun,
  terms: SlaTerms,
  { sequence, until }: { readonly sequence: number; readonly until: number },
): SlaClock {
  const { worked, dueAt, breachedAt } = progressOf(run, until);
  const atRisk = progressOf(run, until, terms.warnSeconds);
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
    atRiskAt: new Date(atRisk.breachedAt ?? atRisk.dueAt),
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
