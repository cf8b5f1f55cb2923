import type { Kysely, Selectable } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import { isWithin, NO_BOUNDS, type CaseBounds } from '../store/case-bounds.ts';
import type { AgentTable, ServiceTables, TeamTable } from '../tables.ts';
import type { CandidateTeam } from './choose-team.ts';
import { isUnsolved } from './queue-sql.ts';
import type { Agent, Team } from './routing-model.ts';

/** All teams by id. */
export async function readTeams(
  database: Kysely<ServiceTables>,
): Promise<ReadonlyMap<string, Team>> {
  const rows = await database.selectFrom('service_team').selectAll().orderBy('id').execute();
  return new Map(rows.map((row) => [row.id, teamOfRow(row)]));
}

/** Throws TEAM_NOT_FOUND. */
export async function findTeam(
  database: Kysely<ServiceTables>,
  id: string,
  argument: string,
): Promise<Team> {
  const found = database.selectFrom('service_team').selectAll().where('id', '=', id);
  const row = await found.executeTakeFirst();
  if (row !== undefined) return teamOfRow(row);
  throw teamNotFound(id, argument);
}

/** TEAM_NOT_FOUND: there is none, or none that the caller may know of. */
export function teamNotFound(id: string, argument: string): DomainError {
  const message = `Argument "${argument}" must name a team, but got: ${JSON.stringify(id)}.`;
  return new DomainError('TEAM_NOT_FOUND', message);
}

/** All teams, with what each is to one customer. */
export async function candidateTeams(
  database: Kysely<ServiceTables>,
  division: string,
  localId: string | null,
): Promise<readonly CandidateTeam[]> {
  const rows = await database
    .selectFrom('service_team')
    .selectAll()
    .select((from) => {
      const clients = from
        .selectFrom('team_client')
        .select('team_client.team')
        .whereRef('team_client.team', '=', 'service_team.id');
      const thisOne = clients
        .where('team_client.division', '=', division)
        .where('team_client.local_id', '=', localId ?? '');
      return [from.exists(clients).as('names'), from.exists(thisOne).as('names_this')];
    })
    .orderBy('id')
    .execute();
  return rows.map((row) => {
    const others = row.names ? 'OTHERS' : 'NOBODY_NAMED';
    return { ...teamOfRow(row), clients: row.names_this ? 'THIS_ONE' : others };
  });
}

/** The agents of some teams, by team and id. */
export async function readAgents(
  database: Kysely<ServiceTables>,
  teams: readonly string[],
): Promise<readonly Agent[]> {
  const found = database.selectFrom('service_agent').selectAll().where('team', 'in', teams);
  return (await found.orderBy('team').orderBy('id').execute()).map(agentOfRow);
}

export async function findAgent(
  database: Kysely<ServiceTables>,
  id: string,
): Promise<Agent | null> {
  const found = database.selectFrom('service_agent').selectAll().where('id', '=', id);
  const row = await found.executeTakeFirst();
  return row === undefined ? null : agentOfRow(row);
}

/** How many unsolved cases within bounds each agent has; one without any is left out. */
export async function readLoads(
  database: Kysely<ServiceTables>,
  agents: readonly string[],
  bounds: CaseBounds = NO_BOUNDS,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom('service_case')
    .select((select) => ['agent', select.fn.countAll<string>().as('count')])
    .where('agent', 'in', agents)
    .where(isUnsolved('service_case'))
    .where(isWithin(bounds))
    .groupBy('agent')
    .execute();
  return new Map(rows.map(({ agent, count }) => [agent ?? '', Number(count)]));
}

function teamOfRow(row: Selectable<TeamTable>): Team {
  return {
    id: row.id,
    name: row.name,
    division: row.division,
    kind: row.kind,
    assignment: row.assignment,
    secondLine: row.second_line,
    leads: row.leads,
  };
}

export function agentOfRow(row: Selectable<AgentTable>): Agent {
  return {
    id: row.id,
    team: row.team,
    capacity: row.capacity,
    presence: row.presence,
    caseTypes: row.case_types,
    categories: row.categories,
    divisions: row.divisions,
    languages: row.languages,
  };
}
