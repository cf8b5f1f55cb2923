import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis of a test's own, which it may stop and start again. Needs `redis-server` on the PATH. */
export interface OwnRedis {
  readonly url: string;
  start(): Promise<void>;
  /** Ends it as `kill -9` does: what it had in memory is gone. */
  crash(): Promise<void>;
  demolish(): Promise<void>;
}

/** `durable` writes each command to disk before it answers. */
export async function makeOwnRedis(options: { readonly durable: boolean }): Promise<OwnRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'switchboard-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const persistence = options.durable
    ? ['--appendonly', 'yes', '--appendfsync', 'always']
    : ['--appendonly', 'no'];
  let server: ChildProcess | null = null;
  const crash = async () => {
    const running = server;
    server = null;
    if (running === null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    async start() {
      const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
      const child = spawn('redis-server', [...where, '--save', '', ...persistence], {
        stdio: 'ignore',
      });
      const failure = new Promise<never>((_resolve, reject) => child.once('error', reject));
      server = child;
      await Promise.race([answers(url), failure]);
    },
    crash,
    async demolish() {
      await crash();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Settles when Redis answers. */
async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
