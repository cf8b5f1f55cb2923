import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface ProgramDescription {
  /** Arguments of node. */
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** The core that it runs on; null leaves it to the system. */
  readonly core: number | null;
  /** Where its stderr goes. */
  readonly logFile: string;
}

/** A program in a process of its own. */
export interface Program {
  readonly pid: number;
  /** Settles with the text behind `ready ` in its first such line; rejects when it ends before. */
  readonly ready: Promise<string>;
  /** Rejects when it ends; never settles otherwise. */
  readonly death: Promise<never>;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL for what does not listen. */
  stop(): Promise<void>;
}

const READY = 'ready ';
const STOP_DEADLINE_MS = 15_000;

const running = new Set<ChildProcess>();
// Whatever ends the bench, nothing that it started goes on.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function startProgram(description: ProgramDescription): Program {
  const { args, environment = {}, directory, core, logFile } = description;
  const pinned = core === null ? [] : ['taskset', '-c', String(core)];
  const [command = process.execPath, ...rest] = [...pinned, process.execPath, ...args];
  const log = openSync(logFile, 'a');
  const child = spawn(command, rest, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', log],
    ...(directory === undefined ? {} : { cwd: directory }),
  });
  closeSync(log);
  running.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const death = ended.then((): never => {
    running.delete(child);
    const lastWords = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n');
    throw new Error(`The program ended (its log is ${logFile}):\n${lastWords}`);
  });
  const line = new Promise<string>((resolve) => {
    // `stdio` makes it a pipe.
    createInterface({ input: child.stdout as Readable }).on('line', (line) => {
      if (line.startsWith(READY)) resolve(line.slice(READY.length));
    });
  });
  const ready = Promise.race([line, death]);
  // Whoever waits for them hears of it; when nobody does, the program was stopped.
  death.catch(() => undefined);
  ready.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    ready,
    death,
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
      await ended;
      clearTimeout(deadline);
    },
  };
}
