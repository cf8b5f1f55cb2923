import { meets, type PolicySubject } from '../policies/asked-of-case.ts';
import { serves, type Team, type Volume } from './routing-model.ts';
import type { RoutingRow, RoutingSet } from './routing-policy.ts';

export interface RoutingSubject extends PolicySubject {
  /** How often the customer asked of late. */
  readonly volume: Volume;
}

export interface CandidateTeam extends Team {
  /** Whether it has customers of its own, and whether this one is of them. */
  readonly clients: 'NOBODY_NAMED' | 'THIS_ONE' | 'OTHERS';
}

export interface ChosenTeam {
  readonly team: string;
  readonly rule: string;
  readonly version: number;
}

/** The team of the first row that the case meets and that names one that there is; null when none does. */
export function chooseTeam(
  { table, version }: RoutingSet,
  subject: RoutingSubject,
  teams: readonly CandidateTeam[],
): ChosenTeam | null {
  const candidates = teams.filter((team) => serves(team, subject.division));
  for (const row of table) {
    if (!isMet(row, subject)) continue;
    const team = teamOf(row, candidates);
    if (team !== null) return { team, rule: row.name, version };
  }
  return null;
}

/** Whether any row asks how often a customer asks. */
export function asksVolume({ table }: RoutingSet): boolean {
  return table.some(({ volume }) => volume !== undefined);
}

function isMet(row: RoutingRow, subject: RoutingSubject): boolean {
  return (row.volume ?? subject.volume) === subject.volume && meets(subject, row);
}

/**
 * Of several teams of a kind: first who serves the customer by name, then who serves the division alone; the
 * first by id. A team that names other customers serves nobody else.
 */
function teamOf({ to }: RoutingRow, teams: readonly CandidateTeam[]): string | null {
  if ('team' in to) return teams.find(({ id }) => id === to.team)?.id ?? null;
  const open = teams.filter(({ kind, clients }) => kind === to.kind && clients !== 'OTHERS');
  const [first] = [...open].sort((a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1));
  return first?.id ?? null;
}

function rankOf({ clients, division }: CandidateTeam): number {
  return (clients === 'THIS_ONE' ? 0 : 2) + (division === null ? 1 : 0);
}
