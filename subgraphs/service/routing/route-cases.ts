import { sql } from 'kysely';
import { addEntry } from '../store/case-writer.ts';
import { caseOfRow, type CaseRow } from '../store/rows.ts';
import { planAssignments, type FreeAgent } from './plan-assignments.ts';
import { agentFits, isUnsolved, QUEUE_ORDER, STANDS_IN_QUEUE } from './queue-sql.ts';
import { ROUTER, type RoutingStore } from './routing-store.ts';
import { noteBusy } from './take-next-case.ts';
import { readLoads } from './team-reader.ts';

/** So few that cases and agents are not locked for long. */
const BATCH = 20;

/**
 * Gives out cases that stand in the queues of PUSH teams, as far as somebody who fits is available and has room;
 * answers how many. Cases that another replica has in hand are left to it, and so are agents who take one. Agents are
 * locked before their cases are counted, so that no place is filled twice. It waits for no lock: who takes a case holds
 * their own and may wait for one that this holds.
 */
export async function routeCases(store: RoutingStore, now: Date): Promise<number> {
  const rows = await lockRoutable(store, now);
  if (rows.length === 0) return 0;
  const agents = await lockAgents(store, [...new Set(rows.map(({ team }) => team ?? ''))]);
  const fitting = await fittingAgents(store, rows, { agents, now });
  const work = rows.map(({ id }) => ({ caseId: id, agents: fitting.get(id) ?? [] }));
  const plan = planAssignments(work, agents, now);
  const cases = new Map(rows.map((row) => [row.id, caseOfRow(row)]));
  for (const { caseId, agent } of plan) {
    const one = cases.get(caseId);
    if (one === undefined) continue;
    const entry = { verb: 'assign', agent, actor: ROUTER, at: now } as const;
    await addEntry(store.transaction, one, entry);
  }
  if (plan.length > 0) {
    const given = [...new Set(plan.map(({ agent }) => agent))];
    await noteBusy(store, given, now);
  }
  return plan.length;
}

/** The first cases that somebody could be given now: one that fits nobody does not keep others from being seen. */
async function lockRoutable(
  { transaction, routing }: RoutingStore,
  now: Date,
): Promise<readonly CaseRow[]> {
  const fits = agentFits(routing.inForce(now)?.relaxAfter, now);
  const free = freeAgents(transaction);
  return transaction
    .selectFrom('service_case')
    .innerJoin('service_team', 'service_team.id', 'service_case.team')
    .selectAll('service_case')
    .where('service_team.assignment', '=', 'PUSH')
    .where(STANDS_IN_QUEUE)
    .where((where) => where.exists(free.where(fits)))
    .orderBy(sql`${QUEUE_ORDER}`)
    .limit(BATCH)
    .forUpdate('service_case')
    .skipLocked()
    .execute();
}

/** Who of the team of `service_case` is there and has room. */
function freeAgents(transaction: RoutingStore['transaction']) {
  const load = transaction
    .selectFrom('service_case as held')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('held.agent', '=', sql.ref<string>('service_agent.id'))
    .where(isUnsolved('held'));
  return transaction
    .selectFrom('service_agent')
    .select('service_agent.id')
    .where('service_agent.team', '=', sql.ref<string>('service_case.team'))
    .where('service_agent.presence', '=', 'AVAILABLE')
    .where('service_agent.capacity', '>', load);
}

async function lockAgents(
  { transaction }: RoutingStore,
  teams: readonly string[],
): Promise<readonly FreeAgent[]> {
  const rows = await transaction
    .selectFrom('service_agent')
    .select(['id', 'capacity', 'idle_since'])
    .where('team', 'in', teams)
    .where('presence', '=', 'AVAILABLE')
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  if (rows.length === 0) return [];
  const loads = await readLoads(
    transaction,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, capacity, idle_since: idleSince }) => {
    return { id, capacity, idleSince, load: loads.get(id) ?? 0 };
  });
}

interface Candidates {
  readonly agents: readonly FreeAgent[];
  readonly now: Date;
}

/** Who can have each case. */
async function fittingAgents(
  { transaction, routing }: RoutingStore,
  cases: readonly CaseRow[],
  { agents, now }: Candidates,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (agents.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('service_case')
    .innerJoin('service_agent', 'service_agent.team', 'service_case.team')
    .select(['service_case.id', sql<string[]>`array_agg(service_agent.id)`.as('agents')])
    .where(
      'service_case.id',
      'in',
      cases.map(({ id }) => id),
    )
    .where(
      'service_agent.id',
      'in',
      agents.map(({ id }) => id),
    )
    .where(agentFits(routing.inForce(now)?.relaxAfter, now))
    .groupBy('service_case.id')
    .execute();
  return new Map(rows.map((row) => [row.id, row.agents]));
}
