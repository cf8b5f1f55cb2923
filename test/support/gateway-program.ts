import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundled } from './bundled.ts';
import { PROJECT } from './house.ts';

/** A gateway in a process of its own, as an operator runs it. */
export interface GatewayProgram {
  readonly url: string;
  readonly adminUrl: string;
  kill(signal: NodeJS.Signals): void;
  /** With its exit code. */
  readonly ended: Promise<number | null>;
  readonly said: ProgramOutput;
}

/** What a program has written so far. */
export interface ProgramOutput {
  output: string;
  /** JSON lines. */
  log: string;
}

export interface GatewayOrder {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Settles when it answers. Rejects with what it logged when it ends before that. */
export async function startGatewayProgram(order: GatewayOrder): Promise<GatewayProgram> {
  const program = await spawnGateway(order);
  const { ended, said } = program;
  let isOver = false;
  void ended.then(() => (isOver = true));
  // However long a busy machine takes: a test has its own limit.
  const found = async (stream: keyof ProgramOutput, pattern: RegExp): Promise<string> => {
    while (!pattern.test(said[stream])) {
      if (isOver) throw new Error(`The gateway ended: ${said.log}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return firstIn(said[stream], pattern);
  };
  const url = await found('output', /^ready (\S+)$/m);
  return { ...program, url, adminUrl: await found('log', /"adminUrl":"([^"]+)"/) };
}

/** The same without waiting for it to answer, which it may never do. */
export async function spawnGateway({
  args,
  environment,
}: GatewayOrder): Promise<Pick<GatewayProgram, 'kill' | 'ended' | 'said'>> {
  const said: ProgramOutput = { output: '', log: '' };
  const child = spawn(
    process.execPath,
    [await bundled(join(PROJECT, 'cli/gateway.ts')), '--port', '0', '--admin-port', '0', ...args],
    {
      cwd: PROJECT,
      env: { ...process.env, NODE_ENV: 'test', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stdout.on('data', (chunk: Buffer) => (said.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.log += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { said, ended, kill: (signal) => void child.kill(signal) };
}

/** The JSON lines of a log with this message. */
export function linesOf({ log }: ProgramOutput, message: string): Record<string, unknown>[] {
  return log
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === message);
}

/** What the first group of a pattern holds. Throws an Error with the text where it is not in it. */
export function firstIn(text: string, pattern: RegExp): string {
  const [, value] = pattern.exec(text) ?? [];
  if (value === undefined) throw new Error(`There is no ${String(pattern)} in:\n${text}`);
  return value;
}
