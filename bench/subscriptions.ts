/**
 * How long an event takes to all subscribers of one gateway process: from the moment a mutation is sent until the last
 * WebSocket has the changed case. The whole house runs as `npm start` runs it, read ledger and tokens included.
 *
 *   node --import tsx/esm bench/subscriptions.ts [subscribers] [events] [subjects]
 *
 * `subjects` is how many different people they are.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startProgram } from './contestants/program.ts';
import { median } from './load/statistics.ts';
import { readUsage } from './measure/process-usage.ts';

const [subscribers = 1_000, events = 20, subjects = 10] = process.argv.slice(2).map(Number);
const SUBSCRIPTION =
  'subscription { caseChanged(division: "banking") { id number status subject agent slaClocks { metric state dueAt } } }';

let isOver = false;
const directory = mkdtempSync(join(tmpdir(), 'switchboard-subscriptions-'));
const environment = { DATA_DIR: directory, PORT: '0', ADMIN_PORT: '0' };
const project = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const house = startProgram({
  args: ['--import', 'tsx/esm', project('cli/start.ts'), '--empty'],
  environment,
  core: null,
  logFile: join(directory, 'house.log'),
});

async function tokenOf(subject: string): Promise<string> {
  const args = [
    '--import',
    'tsx/esm',
    project('cli/token.ts'),
    '--role',
    'agent',
    '--subject',
    subject,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...environment },
  });
  return stdout.trim();
}

const PATIENCE_MS = 10_000;

/** Seconds of processor time that the gateway has used. */
function gatewaySeconds(): number {
  const id = Number(readFileSync(join(directory, 'run', 'gateway.pid'), 'utf8'));
  return readUsage(id)?.cpuSeconds ?? NaN;
}

/** Who has seen which case, and when the last did. */
const seen = new Map<string, { count: number; resolve: () => void }>();

function hear(id: string): void {
  const one = seen.get(id) ?? { count: 0, resolve: () => undefined };
  one.count += 1;
  seen.set(id, one);
  if (one.count === subscribers) one.resolve();
}

function allHave(id: string): Promise<void> {
  const { count } = seen.get(id) ?? { count: 0 };
  if (count === subscribers) return Promise.resolve();
  return new Promise((resolve) => seen.set(id, { count, resolve }));
}

async function subscribe(url: string, token: string): Promise<void> {
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    lazy: false,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    onNonLazyError: () => complain('A connection was lost.'),
  });
  await new Promise<void>((resolve) => {
    client.on('connected', () => resolve());
  });
  client.subscribe<{ caseChanged: { id: string } }>(
    { query: SUBSCRIPTION },
    {
      next: ({ data }) => hear(data?.caseChanged.id ?? ''),
      error: () => complain('A subscription ended.'),
      complete: () => undefined,
    },
  );
}

/** Of what nobody asked for: at the end all connections go. */
function complain(text: string): void {
  if (!isOver) console.error(text);
}

async function openCase(url: string, token: string): Promise<{ id: string; answeredMs: number }> {
  const query = `mutation { openCase(input: { customer: { division: "banking", localId: "C1" },
    subject: "Card lost", type: INCIDENT, channel: PHONE }) { id } }`;
  const sent = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as { data?: { openCase: { id: string } | null } };
  const id = answer.data?.openCase?.id;
  if (id === undefined) throw new Error(`No case was opened: ${JSON.stringify(answer)}`);
  return { id, answeredMs: performance.now() - sent };
}

try {
  const url = await house.ready;
  const tokens = await Promise.all(
    Array.from({ length: subjects }, (_, n) => tokenOf(`agent-${n}`)),
  );
  const [first = ''] = tokens;
  for (let n = 0; n < subscribers; n += 1) await subscribe(url, tokens[n % subjects] ?? first);
  console.error(`- ${subscribers} WebSockets are connected`);
  // Nothing says that a subscription is open but an event that comes.
  for (;;) {
    const { id } = await openCase(url, first);
    if (await Promise.race([allHave(id).then(() => true), pause(PATIENCE_MS, false)])) break;
    console.error(`- ${seen.get(id)?.count ?? 0} subscribers have the first event`);
  }
  const before = gatewaySeconds();
  const took: number[] = [];
  const mutations: number[] = [];
  for (let n = 0; n < events; n += 1) {
    const sent = performance.now();
    const { id, answeredMs } = await openCase(url, first);
    await allHave(id);
    took.push(performance.now() - sent);
    mutations.push(answeredMs);
  }
  const gatewayMs = ((gatewaySeconds() - before) / events) * 1_000;
  console.log(
    `${subscribers} subscribers of ${subjects} people, ${events} events: all have it after ` +
      `${median(took).toFixed(0)} ms (median), ${Math.max(...took).toFixed(0)} ms (longest); ` +
      `the mutation alone ${median(mutations).toFixed(0)} ms (median); ` +
      `processor time of the gateway ${gatewayMs.toFixed(0)} ms an event`,
  );
} finally {
  isOver = true;
  await house.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit();
