import type { TrailEntry } from '../cases/case-trail.ts';
import type { CasePriority } from '../model.ts';
import { firstReplyDue, HOUR_MS, SLA_TARGETS } from './sla-targets.ts';

type SlaMetric = 'FIRST_REPLY' | 'RESOLUTION';
type SlaState = 'RUNNING' | 'PAUSED' | 'MET' | 'BREACHED' | 'CANCELLED';

export interface SlaClock {
  readonly metric: SlaMetric;
  readonly state: SlaState;
  readonly startedAt: Date;
  /** While the clock stands still: when it would be due if it went on this moment. */
  readonly dueAt: Date;
  /** Only of a clock that was met. */
  readonly metAt: Date | null;
  /** The moment it was due and not met. */
  readonly breachedAt: Date | null;
}

/**
 * Both clocks of a case, computed from its trail: nothing is counted while it runs, so nothing can drift.
 * On time is up to and with the due time. A clock that is late is BREACHED at once, whatever follows.
 */
export function slaClocks(
  trail: readonly TrailEntry[],
  priority: CasePriority,
  now: Date,
): readonly SlaClock[] {
  const [opened] = trail;
  if (opened === undefined) return [];
  return [
    firstReplyClock(trail, firstReplyDue(opened.at, priority), now),
    resolutionClock(trail, SLA_TARGETS[priority].resolutionHours * HOUR_MS, now),
  ];
}

/** Ends with the first public reply; a case that ended without one owes none any more. */
function firstReplyClock(trail: readonly TrailEntry[], due: Date, now: Date): SlaClock {
  const replied = trail.find((entry) => entry.verb === 'reply' && entry.public)?.at ?? null;
  const ended = replied === null ? endOf(trail) : null;
  const until = replied ?? ended ?? now;
  const late = until.getTime() > due.getTime();
  const onTime = replied !== null ? 'MET' : ended !== null ? 'CANCELLED' : 'RUNNING';
  return clock('FIRST_REPLY', trail, { state: late ? 'BREACHED' : onTime, due, met: replied });
}

/** When the case ended for the moment: resolved and not reopened, or closed. */
function endOf(trail: readonly TrailEntry[]): Date | null {
  const resolved = trail.findLast((entry) => entry.verb === 'resolve' || entry.verb === 'reopen');
  if (resolved?.verb === 'resolve') return resolved.at;
  return trail.findLast((entry) => entry.verb === 'close')?.at ?? null;
}

/** Runs while somebody here could work: not while waiting, and not between a resolution and a reopening. */
function resolutionClock(trail: readonly TrailEntry[], target: number, now: Date): SlaClock {
  const start: Walk = { state: 'RUNNING', since: startOf(trail), worked: 0, breachedAt: null };
  const walk = trail.reduce((before, entry) => step(before, entry, target), start);
  const breach = walk.breachedAt ?? breachBy(walk, now, target);
  if (breach !== null)
    return clock('RESOLUTION', trail, { state: 'BREACHED', due: breach, met: null });
  const from = walk.state === 'PAUSED' ? later(walk.since, now) : walk.since;
  const due = new Date(from.getTime() + target - walk.worked);
  return clock('RESOLUTION', trail, { state: walk.state, due, met: walk.since });
}

/** Where the resolution clock stands after some entries. */
interface Walk {
  readonly state: Exclude<SlaState, 'BREACHED'>;
  /** When it came into that state. */
  readonly since: Date;
  /** Milliseconds that the clock ran before `since`. */
  readonly worked: number;
  readonly breachedAt: Date | null;
}

function step(walk: Walk, entry: TrailEntry, target: number): Walk {
  const state = stateAfter(walk.state, entry.verb);
  if (state === walk.state) return walk;
  return {
    state,
    // A trail from another system may go back in time; a clock does not.
    since: later(walk.since, entry.at),
    worked: walk.worked + (walk.state === 'RUNNING' ? elapsed(walk.since, entry.at) : 0),
    breachedAt: walk.breachedAt ?? breachBy(walk, entry.at, target),
  };
}

function stateAfter(state: Walk['state'], verb: TrailEntry['verb']): Walk['state'] {
  if (verb === 'pause') return 'PAUSED';
  if (verb === 'resume' || verb === 'reopen') return 'RUNNING';
  if (verb === 'resolve') return 'MET';
  return verb === 'close' && state !== 'MET' ? 'CANCELLED' : state;
}

/** The moment at which the target was worked, when the clock ran beyond it before `until`. */
function breachBy(walk: Walk, until: Date, target: number): Date | null {
  if (walk.state !== 'RUNNING' || walk.worked + elapsed(walk.since, until) <= target) return null;
  return new Date(walk.since.getTime() + target - walk.worked);
}

function clock(
  metric: SlaMetric,
  trail: readonly TrailEntry[],
  { state, due, met }: { readonly state: SlaState; readonly due: Date; readonly met: Date | null },
): SlaClock {
  return Object.freeze({
    metric,
    state,
    startedAt: startOf(trail),
    dueAt: due,
    metAt: state === 'MET' ? met : null,
    breachedAt: state === 'BREACHED' ? due : null,
  });
}

function startOf(trail: readonly TrailEntry[]): Date {
  return trail[0]?.at ?? new Date(0);
}

function elapsed(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime());
}

function later(one: Date, other: Date): Date {
  return one.getTime() >= other.getTime() ? one : other;
}
