import { progressOf, type SlaRun } from './sla-run.ts';
import type { SlaMetric, SlaTerms } from './sla-policy.ts';
import { numbered } from './sla-runs.ts';

export type AlertKind = 'WARNING' | 'BREACH';

/** A clock that came to the point of being at risk, or of being late. */
export interface SlaAlert {
  readonly metric: SlaMetric;
  readonly sequence: number;
  readonly kind: AlertKind;
  readonly at: Date;
  readonly dueAt: Date;
  readonly policy: string;
}

export interface Outlook {
  /** All that there was up to an instant, told before or not. */
  readonly alerts: readonly SlaAlert[];
  /** When there will be more if nothing happens to the case; null when there will not. */
  readonly next: Date | null;
}

/**
 * What is to be told of a case's clocks. It follows from the trail and not from when somebody looks: a clock
 * that was at risk while nobody looked is told of all the same.
 */
export function outlookOf(runs: readonly SlaRun[], now: Date): Outlook {
  const looks = numbered(runs).flatMap(({ run, terms, sequence }) =>
    (['WARNING', 'BREACH'] as const).map((kind) => lookAt(run, { terms, sequence, kind, now })),
  );
  const times = looks.flatMap(({ next }) => (next === null ? [] : [next]));
  return {
    alerts: looks.flatMap(({ alert }) => (alert === null ? [] : [alert])),
    next: times.length === 0 ? null : new Date(Math.min(...times)),
  };
}

interface Look {
  readonly terms: SlaTerms;
  readonly sequence: number;
  readonly kind: AlertKind;
  readonly now: Date;
}

function lookAt(run: SlaRun, { terms, sequence, kind, now }: Look) {
  const seconds = kind === 'BREACH' ? terms.targetSeconds : terms.warnSeconds;
  const { dueAt, breachedAt } = progressOf(run, now.getTime(), seconds);
  if (breachedAt === null) {
    const goesOn = run.end === null && run.halts.at(-1)?.to !== null;
    // Up to and with that instant it is in time.
    return { alert: null, next: goesOn ? dueAt + 1 : null };
  }
  const due = progressOf(run, now.getTime()).dueAt;
  const { policy } = terms;
  const told = { metric: run.metric, sequence, kind, policy };
  return { alert: { ...told, at: new Date(breachedAt), dueAt: new Date(due) }, next: null };
}
