import type { ServiceContext } from '../services.ts';
import { serves, type Team } from './routing-model.ts';
import { teamNotFound } from './team-reader.ts';

/** A team that the caller may know of: one that works for another division alone is not there. Throws TEAM_NOT_FOUND. */
export async function ownTeam(
  id: string,
  argument: string,
  { services, loaders }: ServiceContext,
): Promise<Team> {
  const team = (await services.dataSource.routing.teams()).get(id);
  const isOwn = loaders.division === null || (team !== undefined && serves(team, loaders.division));
  if (team === undefined || !isOwn) throw teamNotFound(id, argument);
  return team;
}
