import type { Insertable } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents } from '../../kit/outbox.ts';
import type { SourceRef } from '../model.ts';
import type { Act } from '../store/case-writer.ts';
import type { ServiceTables } from '../tables.ts';
import { serves, type Agent, type Presence, type Team } from './routing-model.ts';
import type { RoutingStore } from './routing-store.ts';
import { agentNotFound } from './take-next-case.ts';
import { agentOfRow, findTeam } from './team-reader.ts';

export interface NewTeam extends Team {
  /** Whom a client team serves by name. */
  readonly clients: readonly SourceRef[];
}

export type NewAgent = Omit<Agent, 'presence'>;

/** Registers a team, or puts this in the place of what was said of it before. Throws TEAM_NOT_FOUND and BAD_USER_INPUT. */
export async function registerTeam(
  { transaction }: RoutingStore,
  { clients, ...team }: NewTeam,
  act: Act,
): Promise<Team> {
  if (team.secondLine !== null) {
    checkSecondLine(team, await findTeam(transaction, team.secondLine, 'input.secondLine'));
  }
  const row = teamRow(team);
  await transaction
    .insertInto('service_team')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  await transaction.deleteFrom('team_client').where('team', '=', team.id).execute();
  if (clients.length > 0) {
    await transaction
      .insertInto('team_client')
      .values(
        clients.map(({ division, localId }) => ({ team: team.id, division, local_id: localId })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const payload = { team: team.id, actor: act.actor };
  await appendEvents(transaction, [
    { type: 'team.registered', occurredAt: act.at.toISOString(), payload },
  ]);
  return team;
}

function checkSecondLine(team: Team, second: Team): void {
  const isOther = second.id !== team.id;
  // Whatever the first line has the second can be given.
  const fits = team.division === null ? second.division === null : serves(second, team.division);
  if (isOther && fits) return;
  const expected = `must name another team that serves ${team.division ?? 'every division'}`;
  const message = `Argument "input.secondLine" ${expected}, but got: ${JSON.stringify(second.id)}.`;
  throw new DomainError('BAD_USER_INPUT', message);
}

/**
 * Registers an agent, who is AWAY until they say otherwise, or puts this in the place of what was said of them before
 * save their presence. Throws TEAM_NOT_FOUND.
 */
export async function registerAgent(
  store: RoutingStore,
  agent: NewAgent,
  act: Act,
): Promise<Agent> {
  await findTeam(store.transaction, agent.team, 'input.team');
  const told = toldOf(agent);
  const inserted = await store.transaction
    .insertInto('service_agent')
    .values({ ...told, presence: 'AWAY', idle_since: act.at.toISOString() })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(told))
    .returningAll()
    .executeTakeFirstOrThrow();
  const registered = agentOfRow(inserted);
  await tellAgent(store, 'agent.registered', { agent: registered, act });
  return registered;
}

/** Who comes goes to the end of the line of who waits for a case. Throws AGENT_NOT_FOUND. */
export async function setPresence(
  store: RoutingStore,
  id: string,
  presence: Presence,
  act: Act,
): Promise<Agent> {
  const { transaction } = store;
  const found = transaction.selectFrom('service_agent').selectAll().where('id', '=', id);
  const before = await found.forUpdate().executeTakeFirst();
  if (before === undefined) throw agentNotFound(id);
  if (before.presence === presence) return agentOfRow(before);
  const comes = presence === 'AVAILABLE' ? { idle_since: act.at.toISOString() } : {};
  await transaction
    .updateTable('service_agent')
    .set({ presence, ...comes })
    .where('id', '=', id)
    .execute();
  const agent = { ...agentOfRow(before), presence };
  await tellAgent(store, 'agent.presence-set', { agent, act });
  return agent;
}

interface Telling {
  readonly agent: Agent;
  readonly act: Act;
}

async function tellAgent(
  { transaction }: RoutingStore,
  type: 'agent.registered' | 'agent.presence-set',
  { agent: { id, team, presence }, act: { actor, at } }: Telling,
): Promise<void> {
  const payload = { agent: id, team, presence, actor };
  await appendEvents(transaction, [{ type, occurredAt: at.toISOString(), payload }]);
}

function teamRow(team: Team): Insertable<ServiceTables['service_team']> {
  return {
    id: team.id,
    name: team.name,
    division: team.division,
    kind: team.kind,
    assignment: team.assignment,
    second_line: team.secondLine,
    leads: [...team.leads],
  };
}

function toldOf(agent: NewAgent) {
  return {
    id: agent.id,
    team: agent.team,
    capacity: agent.capacity,
    case_types: [...agent.caseTypes],
    categories: [...agent.categories],
    divisions: [...agent.divisions],
    languages: [...agent.languages],
  };
}
