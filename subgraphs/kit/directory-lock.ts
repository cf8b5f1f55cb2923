import { createHash } from 'node:crypto';
import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { askLockSocket, type LockSocketAnswer } from './lock-socket.ts';

/** A directory that only this process uses until `release`, or until the process ends however it ends. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes a directory for this process alone. The lock is a listening Unix socket: the system closes it even
 * after `kill -9`, and no process id can be mistaken for another.
 *
 * Sockets are numbered. Nobody removes a dead one to take its name, because two who found it dead could
 * remove each other's: who wants the directory binds the next number, then looks who else is there. One of
 * two who do so at the same time sees the other, since both bind before they look.
 *
 * Throws an Error that names the directory and the process that holds it.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  // What is kept under lock is personal data, which other users of the machine have no business with.
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const place = await placeOf(directory);
  for (;;) {
    const numbers = await numbersAt(place);
    const rival = await rivalAmong(place, numbers);
    if (rival?.state === 'holds') throw locked(directory, rival);
    // Somebody is about to decide: with the next number we would only wait for that.
    if (rival !== null) await pause(LOOK_AGAIN_MS);
    else {
      const bid = await listen(place, (numbers.at(-1) ?? 0) + 1);
      if (bid !== null && (await wins(bid, place, directory))) return hold(bid, place);
    }
  }
}

const LOOK_AGAIN_MS = 10;

/** Where a directory's sockets are, and what their names begin with. */
interface Place {
  readonly directory: string;
  readonly prefix: string;
}

/** A socket's path is limited to about 100 bytes, so a long one moves to the temporary directory. */
async function placeOf(directory: string): Promise<Place> {
  const absolute = await realpath(directory);
  if (Buffer.byteLength(absolute) < 80) return { directory: absolute, prefix: '.lock.' };
  const hash = createHash('sha256').update(absolute).digest('hex').slice(0, 32);
  return { directory: tmpdir(), prefix: `switchboard-${hash}.lock.` };
}

function pathOf({ directory, prefix }: Place, number: number): string {
  return join(directory, `${prefix}${number}`);
}

/** Ascending. */
async function numbersAt({ directory, prefix }: Place): Promise<readonly number[]> {
  const names = (await readdir(directory)).filter((name) => name.startsWith(prefix));
  const numbers = names.map((name) => Number(name.slice(prefix.length)));
  return numbers.filter(Number.isSafeInteger).sort((left, right) => left - right);
}

interface Rival extends LockSocketAnswer {
  readonly number: number;
}

/** Of those who live behind the numbers: who holds the directory, else who wants it with the highest number. */
async function rivalAmong(place: Place, numbers: readonly number[]): Promise<Rival | null> {
  let rival: Rival | null = null;
  for (const number of numbers) {
    const answer = await askLockSocket(pathOf(place, number));
    if (answer === null) continue;
    rival = { ...answer, number };
    if (rival.state === 'holds') return rival;
  }
  return rival;
}

/** A socket that wants the directory, until it holds it. */
interface Bid {
  readonly number: number;
  readonly server: Server;
  held: boolean;
}

/** Null when somebody has that number already. */
function listen(place: Place, number: number): Promise<Bid | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      // Who asks may be gone before the answer, which is no concern of the holder's.
      socket.on('error', () => undefined);
      socket.end(`${bid.held ? 'holds' : 'wants'} ${process.pid}`, () => socket.destroy());
    });
    const bid: Bid = { number, server, held: false };
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(pathOf(place, number), () => {
      server.unref();
      resolve(bid);
    });
  });
}

/** Of several bids the highest stays; it waits until the lower ones have seen it or were first. */
async function wins(bid: Bid, place: Place, directory: string): Promise<boolean> {
  for (;;) {
    const others = (await numbersAt(place)).filter((number) => number !== bid.number);
    const rival = await rivalAmong(place, others);
    if (rival === null) return true;
    if (rival.state === 'holds' || rival.number > bid.number) {
      await close(bid.server);
      if (rival.state === 'holds') throw locked(directory, rival);
      return false;
    }
    await pause(LOOK_AGAIN_MS);
  }
}

async function hold(bid: Bid, place: Place): Promise<DirectoryLock> {
  bid.held = true;
  // Only a holder tidies up, so nobody else can be giving a dead number away meanwhile.
  for (const number of await numbersAt(place)) {
    const path = pathOf(place, number);
    if (number < bid.number && (await askLockSocket(path)) === null)
      await rm(path, { force: true });
  }
  return { release: () => close(bid.server) };
}

/** Also removes the socket's file. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function locked(directory: string, { pid }: LockSocketAnswer): Error {
  return new Error(
    `The data directory ${directory} is in use by process ${pid}. ` +
      'Stop that process, or set DATA_DIR to another directory.',
  );
}
