import type { EscalateMove } from '../cases/case-machine.ts';
import type { TrailEntry } from '../cases/case-trail.ts';
import type { EscalationKind } from '../model.ts';
import type { Team } from './routing-model.ts';

export type Teams = ReadonlyMap<string, Team>;

/** Where an escalation leads. */
export type Step =
  | {
      readonly kind: 'step';
      /** From 1: which of its kind it is in the life of the case. */
      readonly level: number;
      readonly from: string | null;
      readonly to: string;
    }
  | { readonly kind: 'nobody' };

interface Wanted {
  readonly kind: EscalationKind;
  /** A team or a subject; null: the next above the case's own team. */
  readonly to: string | null;
}

interface From {
  readonly team: string | null;
  /** The escalations of the case so far, in order. */
  readonly history: readonly EscalateMove[];
  readonly teams: Teams;
}

export function escalationsOf(trail: readonly TrailEntry[]) {
  return trail.flatMap((entry) => (entry.verb === 'escalate' ? [entry] : []));
}

/** The next team, or the next of the leads; nobody when the case has none above it. */
export function nextStep({ kind, to }: Wanted, { team, history, teams }: From): Step {
  const before = history.filter((move) => move.kind === kind);
  const level = before.length + 1;
  const own = teams.get(team ?? '');
  if (kind === 'FUNCTIONAL') return stepOf(level, team, teamAbove(to, own, teams));
  const from = before.at(-1)?.to ?? null;
  return stepOf(level, from, to ?? leadAbove(own, from));
}

function stepOf(level: number, from: string | null, to: string | null): Step {
  return to === null || to === from ? { kind: 'nobody' } : { kind: 'step', level, from, to };
}

function teamAbove(to: string | null, own: Team | undefined, teams: Teams): string | null {
  return teams.get(to ?? own?.secondLine ?? '')?.id ?? null;
}

/** Who stands above the last; of a team that they do not lead, its first. */
function leadAbove(team: Team | undefined, last: string | null): string | null {
  const leads = team?.leads ?? [];
  return leads[last === null ? 0 : leads.indexOf(last) + 1] ?? null;
}
