import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.ts';

/** A TypeScript program in a process of its own. */
export interface ChildProgram {
  readonly pid: number;
  /** Settles with the next line that it prints. Rejects when it ends without one. */
  line(): Promise<string>;
  /** Settles when it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function startChildProgram(
  file: URL,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildProgram> {
  const child = spawn(process.execPath, [await bundled(fileURLToPath(file)), ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  return {
    pid: child.pid ?? 0,
    async line() {
      const next = await lines.next();
      if (next.done === true) throw new Error(`${file.pathname} ended without a line.`);
      return next.value;
    },
    async kill(signal) {
      if (isRunning(child)) child.kill(signal);
      await ended;
    },
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
