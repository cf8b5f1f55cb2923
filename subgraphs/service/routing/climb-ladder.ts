import type { EscalateMove } from '../cases/case-machine.ts';
import type { TrailEntry } from '../cases/case-trail.ts';
import { meets, type PolicySubject } from '../policies/asked-of-case.ts';
import type { BusinessCalendar } from '../sla/business-calendar.ts';
import type { SlaAlert } from '../sla/sla-alerts.ts';
import type { SlaMetric } from '../sla/sla-policy.ts';
import { escalationsOf, nextStep, type Step, type Teams } from './escalation-step.ts';
import type { Ladder, LadderRung, RoutingSet } from './routing-policy.ts';

/** How a case stands when its ladder is looked at. */
export interface Situation {
  readonly team: string | null;
  readonly trail: readonly TrailEntry[];
  readonly teams: Teams;
  /** All of its clocks up to `now`. */
  readonly alerts: readonly SlaAlert[];
  /** Whose hours count for a clock; null when the case has none of the metric. */
  readonly calendarOf: (metric: SlaMetric) => BusinessCalendar | null;
  readonly now: Date;
}

export interface Climb {
  /** The rungs to be climbed now, in order. */
  readonly moves: readonly EscalateMove[];
  /** When the next will be due if nothing happens; null when a clock decides, or there is none. */
  readonly next: Date | null;
}

/** The first ladder that a case meets. */
export function ladderFor(set: RoutingSet | null, subject: PolicySubject): Ladder | null {
  return set?.ladders.find((ladder) => meets(subject, ladder)) ?? null;
}

/**
 * What a case's ladder asks for now. It follows from the trail: a rung is climbed once, and one that leads to nobody is
 * passed over.
 */
export function climbLadder(ladder: Ladder, situation: Situation): Climb {
  const before = escalationsOf(situation.trail);
  const moves: EscalateMove[] = [];
  let climbed = lastClimbed(ladder, before);
  let { team } = situation;
  for (;;) {
    const rung = ladder.rungs[climbed.number];
    if (rung === undefined) return { moves, next: null };
    const due = dueTime(rung, climbed.at, situation);
    if (due === null || due > situation.now) return { moves, next: due };
    const number = climbed.number + 1;
    const standing = { team, history: [...before, ...moves], teams: situation.teams };
    const step = nextStep({ kind: rung.kind, to: rung.to ?? null }, standing);
    if (step.kind === 'nobody') {
      climbed = { ...climbed, number };
      continue;
    }
    const move = moveOf(step, { ladder, number, rung });
    moves.push(move);
    if (move.kind === 'FUNCTIONAL') team = move.to;
    climbed = { number, at: situation.now };
  }
}

interface Climbed {
  readonly number: number;
  readonly at: Date | null;
}

function lastClimbed({ name }: Ladder, escalations: ReturnType<typeof escalationsOf>): Climbed {
  const last = escalations.findLast(({ rung }) => rung?.ladder === name);
  return { number: last?.rung?.number ?? 0, at: last?.at ?? null };
}

/** When a rung is, or was, due; null while no clock came that far. */
function dueTime(
  { when }: LadderRung,
  lastAt: Date | null,
  { alerts, calendarOf }: Situation,
): Date | null {
  if ('is' in when) {
    const kind = when.is === 'AT_RISK' ? 'WARNING' : 'BREACH';
    const times = alerts.filter((alert) => alert.metric === when.clock && alert.kind === kind);
    return times.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  }
  const calendar = calendarOf(when.clock);
  if (calendar === null || lastAt === null) return null;
  return new Date(calendar.after(lastAt.getTime(), when.secondsAfterLast * 1_000));
}

interface Place {
  readonly ladder: Ladder;
  readonly number: number;
  readonly rung: LadderRung;
}

function moveOf(
  { level, from, to }: Step & { readonly kind: 'step' },
  { ladder, number, rung }: Place,
): EscalateMove {
  const { when } = rung;
  const reason =
    'is' in when ? `${when.clock} ${when.is}` : `${when.secondsAfterLast} s after the last`;
  return {
    verb: 'escalate',
    kind: rung.kind,
    level,
    from,
    to,
    reason,
    rung: { ladder: ladder.name, number },
  };
}
