import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync, writeFileSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { bundleProgram } from './bundle-program.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that runs beside the others and is started again when it dies. */
export interface ProcessDescription {
  /** Also the name of its log and its process id file. */
  readonly name: string;
  readonly entry: URL;
  readonly args?: readonly string[];
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** Asked at every start, so that a program keeps the port it had. */
  readonly environment: () => Environment;
  /** The rest of it, when it depends on others that start: the program's packages are loaded meanwhile. */
  readonly learns?: () => Promise<Environment>;
  /** The text behind `ready ` that the program printed. */
  readonly onReady?: (text: string) => void;
}

export interface SupervisedProcess {
  readonly name: string;
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  readonly dataDirectory: string;
  /** Told of deaths and restarts, a line each. */
  readonly report: (line: string) => void;
  /** How long a program may take to stop before it is killed. Longer than the gateway's drain. */
  readonly stopDeadlineMs?: number;
}

const READY = 'ready ';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const STOP_DEADLINE_MS = 40_000;
/** Lines of a program that could not start, shown to whoever started it. */
const MOST_LAST_WORDS = 12;
const STACK_OR_BLANK = /^\s*(at .*)?$/;
/** Run in each program before it. */
const FIRST = ['./learn-from-parent.ts', './end-with-parent.ts'].map(
  (file) => new URL(file, import.meta.url),
);

/** The file that is run for a program. */
export function supervisedProgram(entry: URL): Promise<string> {
  return bundleProgram(entry, FIRST);
}

/**
 * Starts a program and settles when it has printed `ready …`. Rejects when it dies before, naming its log;
 * after that it is started again whenever it dies.
 */
export async function supervise(
  description: ProcessDescription,
  options: SupervisorOptions,
): Promise<SupervisedProcess> {
  const supervisor = new Supervisor(description, options);
  try {
    await supervisor.start();
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return supervisor;
}

class Supervisor implements SupervisedProcess {
  readonly name: string;
  readonly #description: ProcessDescription;
  readonly #options: SupervisorOptions;
  readonly #log: WriteStream;
  readonly #logFile: string;
  #program = '';
  #child: ChildProcess | null = null;
  #stopping = false;
  #pause = FIRST_PAUSE_MS;
  #restart: NodeJS.Timeout | undefined;

  constructor(description: ProcessDescription, options: SupervisorOptions) {
    this.name = description.name;
    this.#description = description;
    this.#options = options;
    mkdirSync(join(options.dataDirectory, 'logs'), { recursive: true });
    mkdirSync(join(options.dataDirectory, 'run'), { recursive: true });
    this.#logFile = join(options.dataDirectory, 'logs', `${this.name}.log`);
    this.#log = createWriteStream(this.#logFile, { flags: 'a' });
    // A full disk costs the log, not the house.
    this.#log.on('error', (error) => options.report(`${this.#logFile}: ${error.message}`));
  }

  async start(): Promise<void> {
    this.#program = await supervisedProgram(this.#description.entry);
    await new Promise<void>((resolve, reject) => this.#launch(resolve, reject));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (child?.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const { stopDeadlineMs = STOP_DEADLINE_MS } = this.#options;
      const deadline = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
      await ended;
      clearTimeout(deadline);
    }
    rmSync(this.#pidFile, { force: true });
    this.#log.end();
  }

  get #pidFile(): string {
    return join(this.#options.dataDirectory, 'run', `${this.name}.pid`);
  }

  #launch(onReady: () => void, onDeath: (error: Error) => void): void {
    const child = fork(this.#program, this.#description.args ?? [], {
      execArgv: ['--enable-source-maps', ...(this.#description.nodeOptions ?? [])],
      env: definedOnly(this.#description.environment()),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C on the terminal reaches the supervisor only, which stops the others in their order.
      detached: true,
    });
    this.#child = child;
    // What cannot even be forked closes as well, which is where its death is handled.
    child.on('error', (error) => this.#log.write(`${error.message}\n`));
    if (child.pid !== undefined) writeFileSync(this.#pidFile, `${child.pid}\n`);
    void this.#teach(child);
    let ready = false;
    const lastWords: string[] = [];
    this.#readLines(child.stderr, (line) => {
      // Where in the code it was is in the log: here it would push out what went wrong.
      if (!ready && !STACK_OR_BLANK.test(line)) lastWords.push(line);
    });
    this.#readLines(child.stdout, (line) => {
      if (ready || !line.startsWith(READY)) return;
      ready = true;
      this.#description.onReady?.(line.slice(READY.length));
      onReady();
    });
    // After `close` rather than `exit`, so that the last words have been read.
    child.once('close', (code, signal) => {
      // Its number may soon be another program's.
      rmSync(this.#pidFile, { force: true });
      if (this.#stopping) return;
      const how = signal ?? `exit code ${code ?? 'unknown'}`;
      const death = `The ${this.name} process ended (${how}); its log is ${this.#logFile}.`;
      // Only a program that cannot even start is given time: one that ran is missed at once.
      if (ready) this.#pause = FIRST_PAUSE_MS;
      if (ready) this.#startAgain(death);
      else onDeath(new Error([death, ...lastWords.slice(-MOST_LAST_WORDS)].join('\n')));
    });
  }

  async #teach(child: ChildProcess): Promise<void> {
    try {
      const rest = definedOnly((await this.#description.learns?.()) ?? {});
      // It may have ended meanwhile, which is handled where it closes.
      child.send(rest, () => undefined);
    } catch (error) {
      this.#log.write(`${String(error)}\n`);
      child.kill('SIGKILL');
    }
  }

  #readLines(stream: Readable | null, onLine: (line: string) => void): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      this.#log.write(`${line}\n`);
      onLine(line);
    });
  }

  #startAgain(death: string): void {
    this.#options.report(`${death} Starting it again.`);
    const pause = this.#pause;
    this.#pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    const again = () =>
      this.#launch(
        () => this.#options.report(`The ${this.name} process is back.`),
        (error) => this.#startAgain(error.message),
      );
    this.#restart = setTimeout(again, pause);
  }
}

function definedOnly(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
