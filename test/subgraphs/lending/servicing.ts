import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { NO_FAULTS } from '../../../subgraphs/lending/loan-servicing/faults.ts';
import {
  startLoanServicing,
  type RunningLoanServicing,
} from '../../../subgraphs/lending/loan-servicing/start-loan-servicing.ts';
import { bundled } from '../../support/bundled.ts';

export const API_KEY = 'a key that only tests know';

const directories: string[] = [];

// For each test file that imports this one.
afterAll(async () => {
  for (const directory of directories) await rm(directory, { recursive: true, force: true });
});

/** A temporary one, removed when the file's tests are over. */
export async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'loan-servicing-'));
  directories.push(directory);
  return directory;
}

/** The real system in this process, on a free port or the one given. */
export function startServicing(directory: string, port = 0): Promise<RunningLoanServicing> {
  return startLoanServicing({
    host: '127.0.0.1',
    port,
    directory,
    apiKey: API_KEY,
    faults: NO_FAULTS,
    faultSeed: 1,
  });
}

export interface ServicingProcess {
  readonly url: string;
  /** `kill -9`; settles when the process is gone. */
  kill(): Promise<void>;
}

/** The real system as a process of its own, which can be killed. */
export async function spawnServicing(directory: string, port = 0): Promise<ServicingProcess> {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const main = await bundled(join(root, 'subgraphs/lending/loan-servicing/main.ts'));
  const child = spawn(process.execPath, [main], {
    cwd: root,
    env: {
      ...process.env,
      LOAN_SERVICING_PORT: String(port),
      LOAN_SERVICING_DIR: directory,
      LOAN_SERVICING_API_KEY: API_KEY,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { url: await readyUrl(child), kill };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /^ready (\S+)$/m.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`It ended with ${String(code)}: ${output}`)));
  });
}

export interface Reply {
  readonly status: number;
  readonly body: any;
}

/** A call as any client of the system makes it. */
export async function call(
  base: string,
  request: string,
  body?: unknown,
  key: string | null = API_KEY,
): Promise<Reply> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

export const money = (amount: string, currency = 'EUR') => ({ amount, currency });

export const loanRow = (id: string, borrower: string, changes: object = {}) => ({
  id,
  borrower,
  purpose: 'car',
  status: 'ACTIVE',
  principal: money('1000.00'),
  outstanding: money('600.00'),
  interestRate: '4.9',
  termMonths: 36,
  startedOn: '2026-01-15',
  ...changes,
});

/** Asks until the answer is as wanted; the test's own time limit ends a wait that is in vain. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean) {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
