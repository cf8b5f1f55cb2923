import { createHash } from 'node:crypto';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that only this process uses until `release`, or until the process ends however it ends. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes a directory for this process alone. The lock is a listening Unix socket: the system closes it even
 * after `kill -9`, and no process id can be mistaken for another.
 *
 * Throws an Error that names the directory and the process that holds it.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  await mkdir(directory, { recursive: true });
  const path = await socketPath(directory);
  const server = (await listen(path)) ?? (await replaceStale(directory, path));
  return {
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

/** A socket's path is limited to about 100 bytes, so a long one moves to the temporary directory. */
async function socketPath(directory: string): Promise<string> {
  const absolute = await realpath(directory);
  const path = join(absolute, '.lock');
  if (Buffer.byteLength(path) < 100) return path;
  const hash = createHash('sha256').update(absolute).digest('hex').slice(0, 32);
  return join(tmpdir(), `switchboard-${hash}.lock`);
}

async function replaceStale(directory: string, path: string): Promise<Server> {
  const holder = await askHolder(path);
  if (holder !== null) throw locked(directory, holder);
  await rm(path, { force: true });
  const server = await listen(path);
  if (server === null) throw locked(directory, 'unknown');
  // Two starters may both have found the old socket dead: the one whose socket was removed gives way.
  if ((await askHolder(path)) !== String(process.pid)) {
    server.close();
    throw locked(directory, (await askHolder(path)) ?? 'unknown');
  }
  return server;
}

function locked(directory: string, holder: string): Error {
  return new Error(
    `The data directory ${directory} is in use by process ${holder}. ` +
      'Stop that process, or set DATA_DIR to another directory.',
  );
}

/** Null when somebody listens there already. */
function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(String(process.pid)));
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The holder's process id, or null when nobody answers. */
function askHolder(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(path);
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.once('error', () => resolve(null));
    socket.once('end', () => resolve(answer));
  });
}
