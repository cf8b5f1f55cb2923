import { sql, type RawBuilder } from 'kysely';
import type { JudgedCaller } from '../../../schema/access/judged-caller.ts';
import { confinedTo } from '../../../schema/access/own-division.ts';
import { confinedToTeams } from '../../../schema/access/own-team.ts';
import type { Case } from '../model.ts';

/** Which cases there are for a caller. */
export interface CaseBounds {
  /** The only division whose cases and interactions they may read; null for all. */
  readonly division: string | null;
  /** The only teams whose cases they may read; null for those of all and of none. */
  readonly teams: readonly string[] | null;
}

export const NO_BOUNDS: CaseBounds = Object.freeze({ division: null, teams: null });

/** As the rules of the graph draw them. */
export function boundsOf(caller: JudgedCaller): CaseBounds {
  return { division: confinedTo(caller), teams: confinedToTeams(caller) };
}

export function isUnbounded({ division, teams }: CaseBounds): boolean {
  return division === null && teams === null;
}

/** Of `service_case`: the case is one of those. */
export function isWithin({ division, teams }: CaseBounds): RawBuilder<boolean> {
  const ofDivision = division === null ? sql`true` : sql`service_case.division = ${division}`;
  return sql<boolean>`(${ofDivision} and ${isOfTeams(teams)})`;
}

/** The same of a case that was read. */
export function isWithinBounds(
  { division, team }: Pick<Case, 'division' | 'team'>,
  { division: own, teams }: CaseBounds,
): boolean {
  const isOfDivision = own === null || division === own;
  return isOfDivision && (teams === null || (team !== null && teams.includes(team)));
}

/** Of `service_case`: one of the teams has the case; null for any case. */
export function isOfTeams(teams: CaseBounds['teams']): RawBuilder<boolean> {
  return teams === null
    ? sql<boolean>`true`
    : sql<boolean>`service_case.team = any(${teams}::text[])`;
}
