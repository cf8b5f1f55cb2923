import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '../../../../subgraphs/kit/caller.ts';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import type { RoutingSetInput } from '../../../../subgraphs/service/routing/routing-policy.ts';
import { startServiceDesk, type ServiceDesk } from '../service-desk.ts';
import type { Answer } from '../../../support/room-client.ts';

/** A service room with policies of its own for routing, and what its tests ask again and again. */
export interface RoutingDesk extends ServiceDesk {
  team(input: object): Promise<Answer>;
  /** Registers somebody who is there. */
  agent(input: {
    readonly id: string;
    readonly team: string;
    [field: string]: unknown;
  }): Promise<void>;
  take(team: string, agent: string): Promise<Answer>;
  as(agent: string, text: string, caller?: Partial<Caller>): Promise<Answer>;
  /** `position number` of each that stands in a queue. */
  queue(team: string): Promise<readonly string[]>;
}

export async function startRoutingDesk(
  database: DatabasePool,
  policies: readonly RoutingSetInput[],
): Promise<RoutingDesk> {
  const directory = await mkdtemp(join(tmpdir(), 'switchboard-routing-'));
  const file = join(directory, 'routing.yaml');
  await writeFile(file, JSON.stringify(policies));
  const desk = await startServiceDesk(database, { ROUTING_POLICIES: file });
  await rm(directory, { recursive: true });
  const as: RoutingDesk['as'] = (agent, text, caller = {}) =>
    desk.room.ask(text, {}, { subject: agent, ...caller });
  return {
    ...desk,
    as,
    team: (input) =>
      desk.room.ask('mutation ($input: TeamInput!) { registerTeam(input: $input) { id } }', {
        input: { name: 'A team', kind: 'POOL', ...input },
      }),
    async agent(input) {
      const text = 'mutation ($input: AgentInput!) { registerAgent(input: $input) { presence } }';
      const answers = [
        await desk.room.ask(text, { input: { capacity: 10, ...input } }),
        await as(input.id, 'mutation { setAgentPresence(presence: AVAILABLE) { presence } }'),
      ];
      const fault = answers.find(({ errors }) => errors !== undefined);
      if (fault !== undefined) throw new Error(fault.errors?.[0]?.message);
    },
    take: (team, agent) =>
      as(agent, `mutation { takeNextCase(team: "${team}") { id number agent status } }`),
    async queue(team) {
      const text = `{ queue(team: "${team}") { length entries { position case { id } } } }`;
      const { data } = await desk.room.ask(text);
      return data['queue'].entries.map((one: any) => `${one.position} ${one.case.id}`) as string[];
    },
  };
}
