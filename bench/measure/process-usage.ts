import { readFileSync } from 'node:fs';

/** What a process and its children have used since they were started. */
export interface ProcessUsage {
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Sum of the largest resident sizes that each of them ever had. */
  readonly peakBytes: number;
}

/** Linux counts process time in hundredths of a second on every architecture that Node runs on. */
const TICKS_A_SECOND = 100;

/** Reads /proc; null where there is none. */
export function readUsage(pid: number): ProcessUsage | null {
  try {
    return sum(familyOf(pid).map(usageOf));
  } catch {
    return null;
  }
}

function familyOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  if (children === '') return [pid];
  return [pid, ...children.split(' ').flatMap((child) => familyOf(Number(child)))];
}

function usageOf(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold blanks; behind it `utime` and `stime` are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const peak = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
    peakBytes: Number(peak ?? 0) * 1024,
  };
}

function sum(usages: readonly ProcessUsage[]): ProcessUsage {
  return {
    cpuSeconds: usages.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0),
    peakBytes: usages.reduce((total, { peakBytes }) => total + peakBytes, 0),
  };
}
