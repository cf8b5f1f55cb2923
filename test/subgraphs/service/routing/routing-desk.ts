import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '../../../../subgraphs/kit/caller.ts';
import { openDatabase, type DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import {
  openDataSource,
  type ServiceDataSource,
} from '../../../../subgraphs/service/data-source.ts';
import { serviceMigrations } from '../../../../subgraphs/service/migrations.ts';
import { openRoutingBook } from '../../../../subgraphs/service/routing/routing-book.ts';
import type { RoutingSetInput } from '../../../../subgraphs/service/routing/routing-policy.ts';
import { readSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import type { ServiceTables } from '../../../../subgraphs/service/tables.ts';
import type { Answer } from '../../../support/room-client.ts';
import { startServiceDesk, type ServiceDesk } from '../service-desk.ts';

type Row = Record<string, any>;

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
  case(id: string, fields: string): Promise<Row>;
  /** The events of a case. */
  told(id: string): Promise<Row[]>;
  /** `position id` of each that stands in a queue. */
  queue(team: string): Promise<readonly string[]>;
  /** Another replica's way to the same tables. */
  openReplica(): Promise<Replica>;
}

const POLICIES: readonly RoutingSetInput[] = [
  {
    version: 3,
    effectiveFrom: '2020-01-01T00:00:00Z',
    volume: { high: 2 },
    table: [
      { name: 'key', valueTier: 'KEY', volume: 'HIGH', to: { kind: 'CLIENT_TEAM' } },
      { name: 'rest', to: { kind: 'POOL' } },
    ],
    relaxAfter: { language: 3_600, skills: 7_200 },
    ladders: [
      {
        name: 'stairs',
        rungs: [
          { kind: 'FUNCTIONAL', when: { is: 'AT_RISK' } },
          { kind: 'HIERARCHICAL', when: { is: 'BREACHED' } },
          { kind: 'HIERARCHICAL', when: { secondsAfterLast: 3_600 } },
        ],
      },
    ],
  },
];

export function codeOf({ errors }: Answer): unknown {
  return errors?.[0]?.extensions['code'];
}

export async function startRoutingDesk(database: DatabasePool): Promise<RoutingDesk> {
  const directory = await mkdtemp(join(tmpdir(), 'switchboard-routing-'));
  const file = join(directory, 'routing.yaml');
  await writeFile(file, JSON.stringify(POLICIES));
  const desk = await startServiceDesk(database, { ROUTING_POLICIES: file });
  await rm(directory, { recursive: true });
  const { room } = desk;
  const as: RoutingDesk['as'] = (agent, text, caller = {}) =>
    room.ask(text, {}, { subject: agent, ...caller });
  return {
    ...desk,
    as,
    team: (input) =>
      room.ask('mutation ($input: TeamInput!) { registerTeam(input: $input) { id } }', {
        input: { name: 'A team', kind: 'POOL', ...input },
      }),
    async agent(input) {
      const text = 'mutation ($input: AgentInput!) { registerAgent(input: $input) { presence } }';
      const answers = [
        await room.ask(text, { input: { capacity: 10, ...input } }),
        await as(input.id, 'mutation { setAgentPresence(presence: AVAILABLE) { presence } }'),
      ];
      const fault = answers.find(({ errors }) => errors !== undefined);
      if (fault !== undefined) throw new Error(fault.errors?.[0]?.message);
    },
    take: (team, agent) =>
      as(agent, `mutation { takeNextCase(team: "${team}") { id number agent status } }`),
    async case(id, fields) {
      const { data } = await room.ask(`query ($id: ID!) { case(id: $id) { ${fields} } }`, { id });
      return data['case'] as Row;
    },
    told: async (id) => (await desk.events()).filter(({ payload }) => payload.caseId === id),
    async queue(team) {
      const text = `{ queue(team: "${team}") { length entries { position case { id } } } }`;
      const { data } = await room.ask(text);
      return data['queue'].entries.map((one: any) => `${one.position} ${one.case.id}`) as string[];
    },
    openReplica: () => openReplica(database),
  };
}

/** A replica that answers nobody. */
interface Replica {
  readonly source: ServiceDataSource;
  close(): Promise<void>;
}

/** On a server with connections of its own; PGlite has one session for all. */
export async function openReplica(database: DatabasePool): Promise<Replica> {
  const pool =
    'url' in database
      ? await openDatabase({ kind: 'postgres', url: String(database.url) })
      : database;
  const tables = await openRoomDatabase<ServiceTables>(pool, 'service', serviceMigrations);
  const book = await readSlaBook(undefined);
  const source = openDataSource(tables, book, openRoutingBook(POLICIES));
  return { source, close: async () => (pool === database ? undefined : pool.close()) };
}
