import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse, print } from 'graphql';
import { pino } from 'pino';

import { developmentKeys } from '../../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../../gateway/auth/development-token.ts';
import type { DevelopmentTokenOrder } from '../../../gateway/auth/development-token.ts';
import { readConfig } from '../../../gateway/config.ts';
import type { GatewayConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/start-gateway.ts';
import type { RunningGateway } from '../../../gateway/start-gateway.ts';
import { deriveRoomKey } from '../../../schema/assertion.ts';
import { pushDownDefaults } from '../../../schema/push-down-defaults.ts';
import { roomOf } from '../../../schema/read-room.ts';
import { customersRoom } from '../../../subgraphs/customers/main.ts';
import { openInProcessEventBus } from '../../../subgraphs/kit/in-process-event-bus.ts';
import type { Room } from '../../../subgraphs/kit/room.ts';
import { startRoom } from '../../../subgraphs/kit/start-room.ts';
import { serviceRoom } from '../../../subgraphs/service/main.ts';
import { startGatewayProgram } from '../../support/gateway-program.ts';
import type { GatewayProgram } from '../../support/gateway-program.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { askGraph, composeTiny } from '../../support/tiny-company.ts';
import { startTinySubgraph } from '../../support/tiny-subgraph.ts';

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
  Pick<
    DevelopmentTokenOrder,
    'roles' | 'scopes' | 'subject' | 'division' | 'teams' | 'lifetimeSeconds'
  >
>;

/** The real service room, another division's room, and gateways in front of them. */
export interface CaseCompany {
  /** Where the service room is asked. */
  readonly serviceUrl: string;
  /** Starts one over the company's supergraph; it stops with the company. */
  startGateway(adjust?: (config: GatewayConfig) => GatewayConfig): Promise<RunningGateway>;
  /** The same in a process of its own, with this in its environment; whoever starts it ends it. */
  startProgram(environment: Readonly<Record<string, string>>): Promise<GatewayProgram>;
  /** From now on `Case.score` is not answered before `letGo`; `asked` settles when somebody has asked. */
  holdScores(): { readonly asked: Promise<void>; readonly letGo: () => void };
  /** Lets `Case.score` ask for another scope from the next reload on. */
  protectScore(scope: string): void;
  token(who?: Who): Promise<string>;
  openCase(gateway: RunningGateway, division: string): Promise<string>;
  /** Registers the team that cases of a division go to. */
  registerTeam(gateway: RunningGateway, id: string, division: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startCaseCompany(): Promise<CaseCompany> {
  const directory = mkdtempSync(join(tmpdir(), 'case-company-'));
  const file = join(directory, 'supergraph.graphql');
  const secrets = { ASSERTION_SECRET: SECRET, DATA_DIR: directory };
  const service = await startService(directory);
  let beforeScore = (): Promise<void> => Promise.resolve();
  const scores = await startTinySubgraph('scores', composable('scores', scoresSdl('score:read')), {
    Case: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      score: ({ id }: { id: string }) => beforeScore().then(() => `score of ${id}`),
      secret: ({ id }: { id: string }) => `secret of ${id}`,
    },
  });
  const protectScore = (scope: string): void =>
    writeFileSync(
      file,
      composeTiny([
        { name: 'service', url: service.url, sdl: sdlOf(serviceRoom) },
        // Known to the graph, and not there.
        { name: 'customers', url: 'http://127.0.0.1:9/graphql', sdl: sdlOf(customersRoom) },
        { ...scores, sdl: composable('scores', scoresSdl(scope)) },
      ]),
    );
  protectScore('score:read');
  const gateways: RunningGateway[] = [];
  const token = async (who: Who = {}): Promise<string> =>
    signDevelopmentToken(await developmentKeys(directory), {
      ...{
        roles: ['agent'],
        scopes: [],
        subject: 'agent-1',
        division: null,
        teams: [],
        purpose: null,
      },
      ...{ issuer: 'switchboard-development', audience: 'switchboard', now: new Date() },
      lifetimeSeconds: 600,
      ...who,
    });
  return {
    serviceUrl: service.url,
    async startGateway(adjust = (config) => config) {
      const environment = { PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test', SUPERGRAPH: file };
      const config = adjust(readConfig({ ...environment, ...secrets }));
      const gateway = await startGateway(config, { log: pino({ level: 'silent' }) });
      gateways.push(gateway);
      return gateway;
    },
    startProgram: (environment) =>
      startGatewayProgram({
        args: ['--supergraph', file],
        environment: { ...secrets, ...environment },
      }),
    protectScore,
    holdScores() {
      let [letGo, tellAsked] = [(): void => undefined, (): void => undefined];
      const free = new Promise<void>((resolve) => (letGo = resolve));
      const asked = new Promise<void>((resolve) => (tellAsked = resolve));
      beforeScore = () => {
        tellAsked();
        return free;
      };
      return { asked, letGo };
    },
    token,
    async openCase({ url }, division) {
      const headers = { authorization: `Bearer ${await token()}` };
      const { data } = await askGraph(url, OPEN_CASE, { headers, variables: { division } });
      return (data as { openCase: { id: string } }).openCase.id;
    },
    async registerTeam({ url }, id, division) {
      const headers = { authorization: `Bearer ${await token({ roles: ['team-lead'] })}` };
      const variables = { input: { id, division, name: id, kind: 'POOL' } };
      await askGraph(url, REGISTER_TEAM, { headers, variables });
    },
    async stop() {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await service.stop();
      await scores.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

/** The real one, with its events in this process. */
async function startService(dataDirectory: string) {
  const database = await testDatabases.at(-1)?.open();
  if (database === undefined) throw new Error('There is no database to test on.');
  const room = await startRoom(serviceRoom, {
    ...{ database, dataDirectory, events: openInProcessEventBus(), port: 0, settings: {} },
    assertionKey: deriveRoomKey(SECRET, serviceRoom.name),
    log: pino({ level: 'silent' }),
  });
  room.startPublishing();
  return {
    url: room.url,
    async stop() {
      await room.stop();
      await database.close();
    },
  };
}

const OPEN_CASE = `mutation Open($division: ID!) { openCase(input: {
  customer: { division: $division, localId: "L1" }, subject: "Card lost", type: INCIDENT, channel: PHONE
}) { id } }`;

const REGISTER_TEAM = `mutation Register($input: TeamInput!) { registerTeam(input: $input) { id } }`;

function sdlOf({ name, schemaFile }: Room): string {
  return composable(name, readFileSync(schemaFile, 'utf8'));
}

/** As `npm run compose` hands it to composition. */
function composable(name: string, sdl: string): string {
  return print(pushDownDefaults(roomOf({ name, url: '', file: name }, parse(sdl))));
}
