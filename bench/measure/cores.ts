import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which core runs the gateway, and which one the load and the subgraphs. Null leaves it to the system. */
export interface Cores {
  readonly gateway: number | null;
  readonly load: number | null;
}

/** The first core that this process may use for the gateway, the last for the rest; none where taskset is missing. */
export function chooseCores(): Cores {
  const [first, ...others] = allowedCores();
  const last = others.at(-1);
  if (first === undefined || last === undefined) return { gateway: null, load: null };
  return { gateway: first, load: last };
}

/** Moves this process, with its threads, to a core; children that it starts from now on are there too. */
export function pinThisProcess(core: number | null): void {
  if (core !== null) execFileSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)]);
}

function allowedCores(): readonly number[] {
  try {
    execFileSync('taskset', ['--version']);
    const status = readFileSync('/proc/self/status', 'utf8');
    return expandList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '');
  } catch {
    // Not Linux, or no taskset: the bench runs all the same, less steadily.
    return [];
  }
}

/** `0-2,5` as the kernel writes it. */
function expandList(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
