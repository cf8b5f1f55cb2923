import type { Kysely } from 'kysely';
import type { CaseBounds } from '../store/case-bounds.ts';
import type { Act } from '../store/case-writer.ts';
import type { ServiceTables } from '../tables.ts';
import { escalateCase, transferCase, type Escalation, type Transfer } from './move-routed-case.ts';
import { countQueues, queuePositions, readQueue, type QueuePart } from './queue-reader.ts';
import { routeCases } from './route-cases.ts';
import type { Presence } from './routing-model.ts';
import type { RoutingStore } from './routing-store.ts';
import { nextCase, takeNextCase, type Taking } from './take-next-case.ts';
import { findAgent, readAgents, readLoads, readTeams } from './team-reader.ts';
import {
  registerAgent,
  registerTeam,
  setPresence,
  type NewAgent,
  type NewTeam,
} from './team-writer.ts';

/** Runs a piece of work in one transaction. */
export type AtOnce = <Value>(work: (store: RoutingStore) => Promise<Value>) => Promise<Value>;

/** Teams, agents and queues, as the data source has them. */
export function routingSource(database: Kysely<ServiceTables>, atOnce: AtOnce) {
  return Object.freeze({
    teams: () => readTeams(database),
    agents: (teams: readonly string[]) => readAgents(database, teams),
    agent: (id: string) => findAgent(database, id),
    loads: (agents: readonly string[], bounds: CaseBounds) => readLoads(database, agents, bounds),
    queue: (part: QueuePart) => readQueue(database, part),
    queueLengths: (teams: readonly string[], bounds: CaseBounds) =>
      countQueues(database, teams, bounds),
    queuePositions: (ids: readonly string[], bounds: CaseBounds) =>
      queuePositions(database, ids, bounds),

    registerTeam: (team: NewTeam, act: Act) => atOnce((store) => registerTeam(store, team, act)),
    registerAgent: (agent: NewAgent, act: Act) =>
      atOnce((store) => registerAgent(store, agent, act)),
    setPresence: (id: string, presence: Presence, act: Act) =>
      atOnce((store) => setPresence(store, id, presence, act)),
    nextCase: (taking: Taking, act: Act) => atOnce((store) => nextCase(store, taking, act)),
    takeNextCase: (taking: Taking, act: Act) => atOnce((store) => takeNextCase(store, taking, act)),
    transferCase: (transfer: Transfer, act: Act) =>
      atOnce((store) => transferCase(store, transfer, act)),
    escalateCase: (escalation: Escalation, act: Act) =>
      atOnce((store) => escalateCase(store, escalation, act)),
    routeCases: (now: Date) => atOnce((store) => routeCases(store, now)),
  });
}
