import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ExecutionResult } from 'graphql';
import { pino } from 'pino';

import {
  developmentAssertionSecret,
  developmentKeys,
} from '../../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../../gateway/auth/development-token.ts';
import type { Caller } from '../../../gateway/auth/caller.ts';
import { readConfig } from '../../../gateway/config.ts';
import type { GatewayConfig } from '../../../gateway/config.ts';
import { newRequestRecord } from '../../../gateway/context.ts';
import type { RequestContext } from '../../../gateway/context.ts';
import { Deadline } from '../../../gateway/deadline.ts';
import { startGateway } from '../../../gateway/start-gateway.ts';
import { composePeople, peopleSubgraphs } from './people-graph.ts';
import { startPeopleRoom } from './people-room.ts';
import type { Asked, PeopleRoom } from './people-room.ts';

/** A caller with the rights given; `signedIn` and `division` are told apart from scopes. Null: no rights at all. */
export function callerWith(rights: readonly string[]): Caller | null {
  if (rights.length === 0) return null;
  return Object.freeze({
    subject: 'u1',
    roles: [],
    ...holderWith(rights),
    expiresAt: 4_102_444_800,
  });
}

function holderWith(
  rights: readonly string[],
): Pick<Caller, 'scopes' | 'division' | 'teams' | 'purpose'> {
  return {
    scopes: rights.filter((right) => right !== 'signedIn' && right !== 'division'),
    division: rights.includes('division') ? 'bank' : null,
    teams: [],
    purpose: null,
  };
}

export function requestContext(caller: Caller | null): RequestContext {
  const deadline = new Deadline(Infinity);
  const log = pino({ level: 'silent' });
  return { requestId: 'r', caller, log, deadline, record: newRequestRecord() };
}

export interface Question {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The running gateway over the people graph's rooms, each guarded and on a port of its own. */
export interface PeopleGateway {
  readonly url: string;
  readonly adminUrl: string;
  readonly rooms: ReadonlyMap<string, PeopleRoom>;
  /** What the rooms were asked since the last `ask`. */
  readonly asked: Asked[];
  /** What the gateway logged, as JSON lines. */
  readonly log: string[];
  /** A token of somebody with these rights, and with none of them but being signed in when there are none. */
  token(rights?: readonly string[]): Promise<string>;
  /** The response's body. */
  ask(question: Question, rights?: readonly string[]): Promise<ExecutionResult>;
  /** Sends whatever is wanted, by default as somebody without rights. */
  send(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  stop(): Promise<void>;
}

export async function startPeopleGateway(
  adjust: (config: GatewayConfig) => GatewayConfig = (config) => config,
): Promise<PeopleGateway> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'people-'));
  const asked: Asked[] = [];
  const log: string[] = [];
  const secret = developmentAssertionSecret(dataDirectory);
  const started = await Promise.all(
    peopleSubgraphs().map((one) => startPeopleRoom(one, { secret, asked })),
  );
  const rooms = new Map(started.map((room) => [room.name, room]));
  const environment = { DATA_DIR: dataDirectory, PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test' };
  const config = adjust({
    ...readConfig(environment),
    subgraphs: Object.fromEntries(started.map(({ name, url }) => [name, { url }])),
  });
  const gateway = await startGateway(config, {
    supergraph: composePeople().supergraph,
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
  });
  const token = (rights: readonly string[] = []) => tokenWith(config, rights);
  const send: PeopleGateway['send'] = async (body, headers = {}) =>
    fetch(gateway.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await token()}`,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    ...{ url: gateway.url, adminUrl: gateway.adminUrl, rooms, asked, log, token, send },
    async ask(question, rights = []) {
      asked.length = 0;
      const response = await send(question, { authorization: `Bearer ${await token(rights)}` });
      return (await response.json()) as ExecutionResult;
    },
    async stop() {
      await gateway.stop();
      await Promise.all(started.map((room) => room.stop()));
      rmSync(dataDirectory, { recursive: true });
    },
  };
}

async function tokenWith(config: GatewayConfig, rights: readonly string[]): Promise<string> {
  const { issuer, audience } = config.auth;
  return signDevelopmentToken(await developmentKeys(config.dataDirectory), {
    ...{ issuer, audience, subject: `u-${rights.join('-')}`, roles: [], ...holderWith(rights) },
    lifetimeSeconds: 600,
    now: new Date(),
  });
}
