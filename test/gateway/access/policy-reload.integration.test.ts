import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { developmentKeys } from '../../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../../gateway/auth/development-token.ts';
import { readConfig } from '../../../gateway/config.ts';
import type { GatewayConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/start-gateway.ts';
import type { RunningGateway } from '../../../gateway/start-gateway.ts';
import { composeTiny } from '../../support/tiny-company.ts';
import { startTinySubgraph } from '../../support/tiny-subgraph.ts';
import type { TinySubgraph } from '../../support/tiny-subgraph.ts';

type Policy = 'before' | 'after';

/** What each field asks for under each of two policies. */
const ASKED: Readonly<Record<string, Readonly<Record<Policy, string | null>>>> = {
  name: { before: null, after: null },
  salary: { before: 'pay', after: null },
  address: { before: null, after: 'home' },
  diagnosis: { before: 'health', after: 'health' },
  notes: { before: 'pay', after: 'home' },
};
const FIELDS = Object.keys(ASKED);
const CALLERS = [[], ['pay'], ['home'], ['health'], ['pay', 'home']];
const QUERY = `{ people { ${FIELDS.join(' ')} } }`;

const scope = (name: string | null): string =>
  name === null ? '' : `@requiresScopes(scopes: [["${name}"]])`;

function sdlOf(policy: Policy): string {
  const fields = FIELDS.map((field) => `${field}: String ${scope(ASKED[field]?.[policy] ?? null)}`);
  return `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@requiresScopes"])
    type Query { people: [Person!]! }
    type Mutation { touch(by: String): String, erase: String ${scope(policy === 'before' ? 'pay' : 'home')} }
    type Person { ${fields.join('\n')} }`;
}

function expected(scopes: readonly string[], policy: Policy): string {
  const person = FIELDS.map((field) => {
    const asked = ASKED[field]?.[policy] ?? null;
    return [field, asked === null || scopes.includes(asked) ? `<${field}>` : null];
  });
  return JSON.stringify({ people: [Object.fromEntries(person), Object.fromEntries(person)] });
}

let directory: string;
let file: string;
let room: TinySubgraph;
let config: GatewayConfig;
let gateway: RunningGateway;
let tokens: readonly string[];
const changes: string[] = [];

const write = (policy: Policy): void =>
  writeFileSync(file, composeTiny([{ ...room, sdl: sdlOf(policy) }]));

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'policy-reload-'));
  file = join(directory, 'supergraph.graphql');
  const person = Object.fromEntries(FIELDS.map((field) => [field, `<${field}>`]));
  room = await startTinySubgraph('people', sdlOf('before'), {
    Query: {
      people: async () => {
        // Long enough for a policy to change under it.
        await new Promise((resolve) => setTimeout(resolve, 5));
        return [person, person];
      },
    },
    Mutation: {
      touch: (_: unknown, { by }: { by: string }) => changes.push(`touch ${by}`),
      erase: () => changes.push('erase'),
    },
  });
  write('before');
  const environment = { DATA_DIR: directory, PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test' };
  config = readConfig({ ...environment, SUPERGRAPH: file });
  gateway = await startGateway(config, { log: pino({ level: 'silent' }) });
  const keys = await developmentKeys(directory);
  tokens = await Promise.all(
    CALLERS.map((scopes) =>
      signDevelopmentToken(keys, {
        ...{ issuer: config.auth.issuer, audience: config.auth.audience, now: new Date() },
        ...{
          subject: `u-${scopes.join('-')}`,
          roles: [],
          scopes,
          division: null,
          teams: [],
          purpose: null,
        },
        lifetimeSeconds: 600,
      }),
    ),
  );
});
afterAll(async () => {
  await gateway.stop();
  await room.stop();
  rmSync(directory, { recursive: true });
});

async function send(query: string, caller: number): Promise<{ data: unknown; text: string }> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${tokens[caller] ?? ''}`,
    },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  return { data: (JSON.parse(text) as { data?: unknown }).data, text };
}

test('1,000 requests across reloads of the policy: each is answered by one policy whole', async () => {
  let latest: Policy = 'before';
  let isTurning = false;
  const wrong: string[] = [];
  const seen = new Set<string>();
  const ask = async (number: number): Promise<void> => {
    const caller = number % CALLERS.length;
    const scopes = CALLERS[caller] ?? [];
    // What was asked before a turn, or in the middle of one, may be answered by either side of it.
    const [began, wasTurning] = [latest, isTurning];
    const { data, text } = await send(QUERY, caller);
    const isSure = !wasTurning && !isTurning && began === latest;
    const allowed = isSure ? [latest] : (['before', 'after'] as const);
    const policy = allowed.find((one) => expected(scopes, one) === JSON.stringify(data));
    if (policy === undefined) wrong.push(`${scopes.join()} under ${allowed.join(' or ')}: ${text}`);
    else seen.add(`${policy} ${isSure ? 'still' : 'turning'}`);
  };
  const turn = async (policy: Policy): Promise<void> => {
    isTurning = true;
    write(policy);
    expect(await gateway.reload()).toBe('loaded');
    latest = policy;
    isTurning = false;
  };
  const sendMany = (count: number) => Array.from({ length: count }, (_, number) => ask(number));
  for (const [policy, count] of [
    ['after', 500],
    ['before', 50],
    ['after', 50],
  ] as const) {
    const early = sendMany(count);
    const turning = turn(policy);
    await Promise.all([...early, turning, ...sendMany(count)]);
    await Promise.all(sendMany(CALLERS.length));
  }
  expect(wrong).toEqual([]);
  expect([...seen].sort()).toEqual(expect.arrayContaining(['after still', 'after turning']));
});

test('a mutation with a denied part changes nothing, whichever policy it meets', async () => {
  changes.length = 0;
  const done: string[] = [];
  const change = async (number: number): Promise<void> => {
    const caller = number % CALLERS.length;
    const { data } = await send(`mutation { touch(by: "${number}") erase }`, caller);
    if (data !== null) done.push(`touch ${number}`);
  };
  const both = Array.from({ length: 60 }, (_, n) => n);
  const early = both.map(change);
  write('after');
  const turning = gateway.reload();
  await Promise.all([...early, turning, ...both.map((n) => change(n + 60))]);
  expect(changes.filter((one) => one !== 'erase').sort()).toEqual(done.sort());
  expect(changes.filter((one) => one === 'erase')).toHaveLength(done.length);
  // Who holds neither scope, or the one for something else, never got through.
  const denied = done.filter((one) => [0, 3].includes(Number(one.slice(6)) % CALLERS.length));
  expect(denied).toEqual([]);
  expect(done.length).toBeGreaterThan(24);
});
