import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse, print } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { pino } from 'pino';
import WebSocket from 'ws';

import { startRoomProcess } from '../../../cli/rooms/room-process.ts';
import { developmentKeys } from '../../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../../gateway/auth/development-token.ts';
import type { DevelopmentTokenOrder } from '../../../gateway/auth/development-token.ts';
import { readConfig } from '../../../gateway/config.ts';
import type { GatewayConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/start-gateway.ts';
import type { RunningGateway } from '../../../gateway/start-gateway.ts';
import { pushDownDefaults } from '../../../schema/push-down-defaults.ts';
import { roomOf } from '../../../schema/read-room.ts';
import { customersRoom } from '../../../subgraphs/customers/main.ts';
import { serviceRoom } from '../../../subgraphs/service/main.ts';
import type { Room } from '../../../subgraphs/kit/room.ts';
import { askGraph, composeTiny } from '../../support/tiny-company.ts';
import { startTinySubgraph } from '../../support/tiny-subgraph.ts';
import type { TinySubgraph } from '../../support/tiny-subgraph.ts';

const SECRET = 'a secret between a gateway and its rooms';

/** Another division's room, which knows of cases by their ids alone. */
const scoresSdl = (scope: string): string => `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7",
    import: ["@key", "@authenticated", "@requiresScopes", "@composeDirective"])
  type Case @key(fields: "id") {
    id: ID!
    score: String @classification(level: INTERNAL) @requiresScopes(scopes: [["${scope}"]])
    secret: String @classification(level: RESTRICTED) @requiresScopes(scopes: [["score:secret"]])
  }`;

export type Who = Partial<
  Pick<DevelopmentTokenOrder, 'roles' | 'scopes' | 'subject' | 'division' | 'lifetimeSeconds'>
>;

/** The real service room, another division's room and gateways in front of them. */
export interface CaseCompany {
  readonly scores: TinySubgraph;
  /** Starts one over the company's supergraph; it stops with the company. */
  startGateway(environment?: Readonly<Record<string, string>>): Promise<RunningGateway>;
  /** Lets `Case.score` ask for another scope from the next reload on. */
  protectScore(scope: string): void;
  token(who?: Who): Promise<string>;
  openCase(gateway: RunningGateway, division: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startCaseCompany(
  settings: Readonly<Record<string, string>> = {},
): Promise<CaseCompany> {
  const directory = mkdtempSync(join(tmpdir(), 'case-company-'));
  const file = join(directory, 'supergraph.graphql');
  const secrets = { ASSERTION_SECRET: SECRET, DATA_DIR: directory };
  const rooms = await startRoomProcess(
    [serviceRoom],
    { ...settings, ...secrets, LOG_LEVEL: 'silent' },
    () => 0,
  );
  const scores = await startTinySubgraph('scores', composable('scores', scoresSdl('score:read')), {
    Case: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      score: ({ id }: { id: string }) => `score of ${id}`,
      secret: ({ id }: { id: string }) => `secret of ${id}`,
    },
  });
  const protectScore = (scope: string): void =>
    writeFileSync(
      file,
      composeTiny([
        { name: 'service', url: rooms.urls['service'] ?? '', sdl: sdlOf(serviceRoom) },
        // Known to the graph, and not there.
        { name: 'customers', url: 'http://127.0.0.1:9/graphql', sdl: sdlOf(customersRoom) },
        { ...scores, sdl: composable('scores', scoresSdl(scope)) },
      ]),
    );
  protectScore('score:read');
  const gateways: RunningGateway[] = [];
  const configFor = (environment: Readonly<Record<string, string>>): GatewayConfig =>
    readConfig({
      ...{ PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test', SUPERGRAPH: file },
      ...secrets,
      ...environment,
    });
  const token = async (who: Who = {}): Promise<string> =>
    signDevelopmentToken(await developmentKeys(directory), {
      ...{ roles: ['agent'], scopes: [], subject: 'agent-1', division: null, purpose: null },
      ...{ issuer: 'switchboard-development', audience: 'switchboard', now: new Date() },
      lifetimeSeconds: 600,
      ...who,
    });
  return {
    scores,
    async startGateway(environment = {}) {
      const gateway = await startGateway(configFor(environment), {
        log: pino({ level: 'silent' }),
      });
      gateways.push(gateway);
      return gateway;
    },
    protectScore,
    token,
    async openCase({ url }, division) {
      const headers = { authorization: `Bearer ${await token()}` };
      const { data } = await askGraph(url, OPEN_CASE, { headers, variables: { division } });
      return (data as { openCase: { id: string } }).openCase.id;
    },
    async stop() {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await rooms.stop();
      await scores.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

const OPEN_CASE = `mutation Open($division: ID!) { openCase(input: {
  customer: { division: $division, localId: "L1" }, subject: "Card lost", type: INCIDENT, channel: PHONE
}) { id } }`;

function sdlOf({ name, schemaFile }: Room): string {
  return composable(name, readFileSync(schemaFile, 'utf8'));
}

/** As `npm run compose` hands it to composition. */
function composable(name: string, sdl: string): string {
  return print(pushDownDefaults(roomOf({ name, url: '', file: name }, parse(sdl))));
}

export { createClient, WebSocket };
export type { Client };
