import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pino } from 'pino';
import { request } from 'undici';
import { parse as parseYaml } from 'yaml';

import {
  developmentAssertionSecret,
  developmentKeys,
} from '../../../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../../../gateway/auth/development-token.ts';
import { readConfig } from '../../../../gateway/config.ts';
import type { GatewayConfig } from '../../../../gateway/config.ts';
import { startGateway } from '../../../../gateway/start-gateway.ts';
import type { World } from '../../execute/differential/world.ts';
import { startFuzzRooms } from './fuzz-rooms.ts';
import type { Received } from './fuzz-rooms.ts';
import { fuzzCallers } from './fuzz-trials.ts';
import type { FuzzTrial } from './fuzz-trials.ts';
import type { Holder } from './holder.ts';
import type { HttpAnswer } from './judge-answer.ts';
import { Truth } from './truth.ts';

/** What became of one request: the answer, and what the rooms were sent for it. */
export interface Outcome {
  readonly answer: HttpAnswer;
  readonly received: readonly Received[];
}

/** The running gateway over the rooms of a world, each on its port. */
export interface FuzzHouse {
  readonly truth: Truth;
  readonly callers: readonly Holder[];
  /** Asks. One request at a time goes through a lane; lanes run side by side. */
  ask(trial: FuzzTrial, lane: number): Promise<Outcome>;
  stop(): Promise<void>;
}

export interface FuzzHouseSettings {
  readonly seed: number;
  readonly lanes: number;
  /** Instead of the world's own, for a gateway that does something wrong. */
  readonly supergraph?: string;
}

export async function startFuzzHouse(
  world: World,
  { seed, lanes, supergraph = world.full }: FuzzHouseSettings,
): Promise<FuzzHouse> {
  const truth = new Truth(world, seed);
  const callers = fuzzCallers(truth, readRoles(), seed);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const received = Array.from({ length: lanes }, (): Received[] => []);
  const rooms = await startFuzzRooms(world, {
    ...{ seed, rights: truth.rights, secret: developmentAssertionSecret(dataDirectory) },
    isGuarded: world.name === 'company',
    holderOf: (subject) => callers[subjectPlace(subject).caller],
    observe(subject, one) {
      // Who cannot be told apart is everybody's fault.
      const at = subject === null ? received : [received[subjectPlace(subject).lane] ?? []];
      for (const list of at) list.push(one);
    },
  });
  const config = configFor(dataDirectory, rooms.urls);
  const gateway = await startGateway(config, { supergraph, log: pino({ level: 'silent' }) });
  const tokens = await tokensFor(config, callers, lanes);
  return {
    ...{ truth, callers },
    async ask(trial, lane) {
      const mine = received[lane] ?? [];
      mine.length = 0;
      const token = trial.caller === null ? null : (tokens[lane]?.[trial.caller] ?? null);
      const answer = await post(gateway.url, trial, token);
      return { answer, received: [...mine] };
    },
    async stop() {
      await gateway.stop();
      await rooms.stop();
      rmSync(dataDirectory, { recursive: true });
    },
  };
}

/** Which role has which scopes, read from the file that says so. */
function readRoles(): ReadonlyMap<string, readonly string[]> {
  const file = new URL('../../../../schema/standards/roles.yaml', import.meta.url);
  const { roles } = parseYaml(readFileSync(file, 'utf8')) as {
    readonly roles: Readonly<Record<string, readonly string[]>>;
  };
  return new Map(Object.entries(roles));
}

function configFor(dataDirectory: string, urls: Readonly<Record<string, string>>): GatewayConfig {
  const environment = { DATA_DIR: dataDirectory, PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test' };
  const config = readConfig(environment);
  const most = 1_000_000;
  const patient = 300_000;
  return {
    ...config,
    // A busy machine is no reason to answer otherwise.
    planning: { ...config.planning, milliseconds: patient },
    timeouts: { ...config.timeouts, subgraphMs: patient, requestMs: patient },
    subgraphs: Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }])),
    // What is read is not recorded: the rooms are to be asked by callers only.
    ledger: { ...config.ledger, enabled: false },
    // Nothing that is asked here is refused for its size.
    limits: { ...config.limits, depth: 100, aliases: most, rootFields: most, repetitions: most },
  };
}

function subjectOf(caller: number, lane: number): string {
  return `caller-${caller}-${lane}`;
}

function subjectPlace(subject: string): { readonly caller: number; readonly lane: number } {
  const [, caller = NaN, lane = NaN] = subject.split('-').map(Number);
  return { caller, lane };
}

function tokensFor(
  config: GatewayConfig,
  callers: readonly Holder[],
  lanes: number,
): Promise<readonly (readonly string[])[]> {
  const { issuer, audience } = config.auth;
  const day = 86_400;
  const sign = async ({ roles, scopes, ...holder }: Holder, subject: string) =>
    signDevelopmentToken(await developmentKeys(config.dataDirectory), {
      ...{ roles, scopes: roles.length > 0 ? [] : scopes, ...holder, subject },
      ...{ issuer, audience, lifetimeSeconds: day, now: new Date() },
    });
  const lane = (place: number) =>
    Promise.all(callers.map((holder, index) => sign(holder, subjectOf(index, place))));
  return Promise.all(Array.from({ length: lanes }, (_, place) => lane(place)));
}

async function post(url: string, trial: FuzzTrial, token: string | null): Promise<HttpAnswer> {
  const { query, operationName, variables } = trial;
  const response = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, operationName, variables }),
  });
  const { statusCode: status, headers, body } = response;
  return { status, headers: JSON.stringify(headers), text: await body.text() };
}
