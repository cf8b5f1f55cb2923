import { sql, type Selectable } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import type { Case } from '../model.ts';
import { isWithin, type CaseBounds } from '../store/case-bounds.ts';
import { addEntry, type Act } from '../store/case-writer.ts';
import { caseOfRow } from '../store/rows.ts';
import type { AgentTable } from '../tables.ts';
import { hasRoom } from './plan-assignments.ts';
import { agentFits, QUEUE_ORDER, STANDS_IN_QUEUE } from './queue-sql.ts';
import type { Agent } from './routing-model.ts';
import type { RoutingStore } from './routing-store.ts';
import { agentOfRow, readLoads } from './team-reader.ts';

/** Which queue, and the cases that whoever takes may read. */
export interface Taking {
  readonly team: string;
  readonly bounds: CaseBounds;
}

/**
 * Gives an agent the first case of their team's queue that they can have; null when there is none. Their row is locked,
 * so that two takings of one agent count each other's case; a case that another transaction has in hand is skipped while
 * there is another, so none is given twice. Throws AGENT_NOT_FOUND, BAD_USER_INPUT and AGENT_UNAVAILABLE.
 */
export async function takeNextCase(
  store: RoutingStore,
  taking: Taking,
  act: Act,
): Promise<Case | null> {
  const { transaction } = store;
  const row = await selectAgent(store, act.actor).forUpdate().executeTakeFirst();
  const agent = memberOf(taking.team, row, act.actor);
  const load = (await readLoads(transaction, [agent.id])).get(agent.id) ?? 0;
  checkAvailable(agent, load);
  const fitting = firstFitting(store, { agent, bounds: taking.bounds, at: act.at });
  const locked = fitting.forUpdate('service_case');
  // A case that somebody only looks at comes back: whoever finds no other waits for it.
  const first = (await locked.skipLocked().executeTakeFirst()) ?? (await locked.executeTakeFirst());
  if (first === undefined) return null;
  const entry = { verb: 'assign', agent: agent.id, ...act } as const;
  const taken = await addEntry(transaction, caseOfRow(first), entry);
  await noteBusy(store, [agent.id], act.at);
  return taken;
}

/** What `takeNextCase` would give, if nobody is faster. Throws as it does, save for who is away or has no room. */
export async function nextCase(
  store: RoutingStore,
  { team, bounds }: Taking,
  { actor, at }: Act,
): Promise<Case | null> {
  const agent = memberOf(team, await selectAgent(store, actor).executeTakeFirst(), actor);
  const first = await firstFitting(store, { agent, bounds, at }).executeTakeFirst();
  return first === undefined ? null : caseOfRow(first);
}

/** They were given a case: who was given none for longest comes first the next time. */
export async function noteBusy(
  { transaction }: RoutingStore,
  agents: readonly string[],
  at: Date,
): Promise<void> {
  await transaction
    .updateTable('service_agent')
    .set({ idle_since: at.toISOString() })
    .where('id', 'in', agents)
    .execute();
}

/** AGENT_NOT_FOUND. */
export function agentNotFound(id: string): DomainError {
  const message = `An agent must be registered, but is not: ${JSON.stringify(id)}.`;
  return new DomainError('AGENT_NOT_FOUND', message);
}

interface Fitting {
  readonly agent: Agent;
  readonly bounds: CaseBounds;
  readonly at: Date;
}

function firstFitting({ transaction, routing }: RoutingStore, { agent, bounds, at }: Fitting) {
  return transaction
    .selectFrom('service_case')
    .innerJoin('service_agent', (join) => join.on('service_agent.id', '=', agent.id))
    .selectAll('service_case')
    .where('service_case.team', '=', agent.team)
    .where(STANDS_IN_QUEUE)
    .where(isWithin(bounds))
    .where(agentFits(routing.inForce(at)?.relaxAfter, at))
    .orderBy(sql`${QUEUE_ORDER}`)
    .limit(1);
}

function selectAgent({ transaction }: RoutingStore, id: string) {
  return transaction.selectFrom('service_agent').selectAll().where('id', '=', id);
}

function memberOf(team: string, row: Selectable<AgentTable> | undefined, id: string): Agent {
  if (row === undefined) throw agentNotFound(id);
  if (row.team === team) return agentOfRow(row);
  const message = `Argument "team" must be ${row.team}, the team of ${id}, but got: ${JSON.stringify(team)}.`;
  throw new DomainError('BAD_USER_INPUT', message);
}

function checkAvailable({ id, presence, capacity }: Agent, load: number): void {
  const isAway = presence === 'AWAY';
  if (!isAway && hasRoom({ load, capacity })) return;
  const state = isAway ? 'is: AWAY' : `has: ${load}`;
  const expected = isAway ? 'be AVAILABLE to take a case' : `have fewer than ${capacity} cases`;
  throw new DomainError('AGENT_UNAVAILABLE', `Agent ${id} must ${expected}, but ${state}.`);
}
