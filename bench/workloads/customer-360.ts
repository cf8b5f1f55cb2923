import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readRoleScopes } from '../../gateway/auth/role-scopes.ts';
import { startProgram } from '../contestants/program.ts';
import type { BenchRequest } from '../load/wire-request.ts';
import { CALLER_HEADER, type AssertedCaller } from '../subgraphs/remembering-answerer.ts';
import { expectEqual } from './expect-equal.ts';
import { countAt } from './open-own-subgraphs.ts';
import { startRealRooms, type RealRooms } from './real-rooms.ts';
import type { Workload, WorkloadDescription, WorkloadOptions } from './workload.ts';

/**
 * The service center's own operation, asked for one customer after the other by an agent and a team lead in turn.
 * The rooms answer for real once; then the memory before them does, so that the gateway is what is measured.
 */
export const customer360Workload: WorkloadDescription = {
  key: 'b',
  title: 'Customer360 of distinct customers, access rules on',
  open: openCustomer360,
};

const CUSTOMERS = 100;
const ROLES = ['team-lead', 'agent'];
const ISSUER = 'switchboard-bench';
const SUBJECT = 'bench';

async function openCustomer360(options: WorkloadOptions): Promise<Workload> {
  const rooms = await startRealRooms(options);
  const memory = startProgram({
    args: [
      '--import',
      'tsx/esm',
      projectFile('bench/subgraphs/main.ts'),
      JSON.stringify(rooms.urls),
    ],
    environment: { ASSERTION_SECRET: rooms.assertionSecret },
    core: options.core,
    logFile: join(options.directory, 'subgraphs.log'),
  });
  const url = await memory.ready;
  const supergraphFile = join(options.directory, 'supergraph.graphql');
  writeFileSync(supergraphFile, supergraphAt(url, rooms));
  const ids = await customerIds(url);
  const requests = await requestsFor(ids, rooms);
  return {
    supergraphFile,
    environment: {
      DATA_DIR: rooms.dataDirectory,
      ASSERTION_SECRET: rooms.assertionSecret,
      AUTH_ISSUER: ISSUER,
      AUTH_JWKS: publicKeys(rooms, options.directory),
    },
    passesCaller: true,
    requests,
    subgraphRequests: () => countAt(url),
    check: (answer) => {
      const { data } = JSON.parse(answer) as { readonly data: { customer: { id: string } } };
      expectEqual('The first customer of workload b', data.customer.id, ids[0]);
    },
    async stop() {
      await memory.stop();
      await rooms.stop();
    },
  };
}

/** The committed supergraph, with each room behind the memory, but the one that is told and not asked. */
function supergraphAt(url: string, { urls }: RealRooms): string {
  return readFileSync(projectFile('schema/supergraph.graphql'), 'utf8').replaceAll(
    /(@join__graph\(name: "([^"]+)", url: )"[^"]*"/g,
    (_whole, before: string, room: string) =>
      `${before}"${room === 'governance' ? (urls[room] ?? '') : `${url}/${room}`}"`,
  );
}

async function customerIds(url: string): Promise<readonly string[]> {
  const numbers = Array.from({ length: CUSTOMERS }, (_, index) => index + 1);
  const fields = numbers.map((number) => {
    const localId = `C${String(number).padStart(8, '0')}`;
    return `c${number}: customerBySource(division: "banking", localId: "${localId}") { id }`;
  });
  const response = await fetch(`${url}/customers`, {
    method: 'POST',
    headers: callerHeader('team-lead'),
    body: JSON.stringify({ query: `{ ${fields.join('\n')} }` }),
  });
  const { data } = (await response.json()) as {
    readonly data: Readonly<Record<string, { readonly id: string } | null>>;
  };
  // Two of the bank's records may be one customer.
  const ids = [...new Set(Object.values(data).flatMap((one) => (one === null ? [] : [one.id])))];
  if (ids.length > CUSTOMERS / 2) return ids;
  throw new Error(`Expected the sample company's customers, but got: ${ids.length} of them.`);
}

async function requestsFor(
  ids: readonly string[],
  rooms: RealRooms,
): Promise<readonly BenchRequest[]> {
  const query = readFileSync(projectFile('bench/workloads/customer-360.graphql'), 'utf8');
  const asking = await Promise.all(
    ROLES.map(async (role) => ({
      headers: {
        authorization: `Bearer ${await tokenOf(role, rooms)}`,
        ...callerHeader(role),
      },
      // A team lead may see whatever the operation asks for.
      needsRules: role !== 'team-lead',
    })),
  );
  return ids.flatMap((id) =>
    asking.map((who) => ({ body: JSON.stringify({ query, variables: { id } }), ...who })),
  );
}

async function tokenOf(role: string, { dataDirectory }: RealRooms): Promise<string> {
  const args = ['--import', 'tsx/esm', projectFile('cli/token.ts'), '--role', role];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...args, '--subject', SUBJECT, '--expires', '1d', '--data-dir', dataDirectory],
    { env: { ...process.env, AUTH_ISSUER: ISSUER } },
  );
  return stdout.trim();
}

function callerHeader(role: string): Readonly<Record<string, string>> {
  const scopes = [...(readRoleScopes().get(role) ?? [])].sort();
  const caller: AssertedCaller = {
    ...{ sub: SUBJECT, roles: [role], scopes, division: null, teams: [], purpose: null },
  };
  return { [CALLER_HEADER]: Buffer.from(JSON.stringify(caller)).toString('base64url') };
}

/** What an identity provider would publish for the keys that sign the bench's tokens. */
function publicKeys({ dataDirectory }: RealRooms, directory: string): string {
  const text = readFileSync(join(dataDirectory, 'keys/development-key.json'), 'utf8');
  const { d: _private, ...key } = JSON.parse(text) as Readonly<Record<string, string>>;
  const file = join(directory, 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys: [{ ...key, use: 'sig' }] }));
  return file;
}

function projectFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
