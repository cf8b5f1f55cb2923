import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { developmentKeys } from '../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../gateway/auth/development-token.ts';
import { readConfig } from '../../gateway/config.ts';
import { bundled } from './bundled.ts';
import type { Answer } from './room-client.ts';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const run = promisify(execFile);

/** Everything that `npm start` starts, on ports and in a directory of its own. */
export interface House {
  /** The gateway's GraphQL address. */
  readonly url: string;
  readonly adminUrl: string;
  readonly dataDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What was printed so far, both streams. */
  readonly output: () => string;
  /** Asks as somebody with a development token of the role; null asks without a token. */
  ask(query: string, variables?: object, role?: string | null): Promise<HouseAnswer>;
  token(...args: readonly string[]): Promise<string>;
  /** Runs one of the project's commands with the house's environment. Rejects when it fails. */
  command(script: string, ...args: readonly string[]): Promise<string>;
  pidOf(name: string): Promise<number>;
  stop(): Promise<number | null>;
  /** As `stop`, and the data directory goes. */
  demolish(): Promise<void>;
}

export interface HouseAnswer extends Answer {
  readonly status: number;
}

export interface HouseOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Taken over from a house that was stopped; a new one otherwise. */
  readonly dataDirectory?: string;
  /** As `npm start` runs it, rather than as a file without a loader, which starts sooner. */
  readonly asTyped?: boolean;
}

const START_TIMEOUT_MS = 90_000;

export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const dataDirectory =
    options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'switchboard-house-')));
  const [port, adminPort] = await freePorts();
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    DATA_DIR: dataDirectory,
    PORT: String(port),
    ADMIN_PORT: String(adminPort),
    ...options.environment,
  };
  const program =
    options.asTyped === true
      ? [join(PROJECT, 'cli/command.mjs'), 'start']
      : [await bundled(join(PROJECT, 'cli/start.ts'))];
  const child = spawn(process.execPath, [...program, ...(options.args ?? [])], {
    cwd: PROJECT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  const url = await readyUrl(child, printed);
  const tokens = new Map<string, Promise<string>>();
  const command = (script: string, ...args: readonly string[]) =>
    runScript(environment, script, args);
  const token = async (...args: readonly string[]) => (await command('token', ...args)).trim();
  const tokenOf = (role: string) => {
    const known = tokens.get(role) ?? signToken(environment, role);
    tokens.set(role, known);
    return known;
  };
  const stop = () => stopProcess(child);
  return {
    url,
    adminUrl: `http://127.0.0.1:${String(adminPort)}`,
    dataDirectory,
    environment,
    output: () => printed.join('\n'),
    ask: async (query, variables = {}, role = 'agent') =>
      post(url, { query, variables }, role === null ? null : await tokenOf(role)),
    token,
    command,
    pidOf: async (name) =>
      Number(await readFile(join(dataDirectory, 'run', `${name}.pid`), 'utf8')),
    stop,
    async demolish() {
      await stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** What the command `token` prints, without a process for each. */
async function signToken(
  environment: Readonly<Record<string, string>>,
  role: string,
): Promise<string> {
  const { auth, dataDirectory } = readConfig(environment);
  return signDevelopmentToken(await developmentKeys(dataDirectory), {
    roles: [role],
    scopes: [],
    subject: 'test',
    division: null,
    purpose: null,
    lifetimeSeconds: 3_600,
    issuer: auth.issuer,
    audience: auth.audience,
    now: new Date(),
  });
}

async function runScript(
  environment: Readonly<Record<string, string>>,
  script: string,
  args: readonly string[],
): Promise<string> {
  const options = { cwd: PROJECT, env: environment, maxBuffer: 16 * 1024 * 1024 };
  const entry = await bundled(join(PROJECT, `cli/${script}.ts`));
  return (await run(process.execPath, [entry, ...args], options)).stdout;
}

async function post(url: string, body: object, token: string | null): Promise<HouseAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Answer;
  return { ...answer, status: response.status };
}

function readyUrl(child: ChildProcess, printed: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('was not ready in time'), START_TIMEOUT_MS);
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The house ${why}:\n${printed.join('\n')}`));
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line);
        if (!line.startsWith('ready ')) return;
        clearTimeout(timer);
        resolve(line.slice('ready '.length));
      });
    }
    child.once('exit', (code) => fail(`ended with ${String(code)}`));
  });
}

function stopProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill('SIGTERM');
  });
}

async function freePorts(): Promise<readonly [number, number]> {
  const servers = [createServer(), createServer()];
  const ports = servers.map(
    (server) =>
      new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      }),
  );
  const [first = 0, second = 0] = await Promise.all(ports);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [first, second];
}
