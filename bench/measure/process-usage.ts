import { readFileSync } from 'node:fs';

/** What a process and its children have used since they were started. */
export interface ProcessUsage {
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Sum of the largest resident sizes that each of them ever had. */
  readonly peakBytes: number;
  /** Sum of their resident sizes now. */
  readonly residentBytes: number;
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
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
    peakBytes: kilobytes(status, 'VmHWM') * 1024,
    residentBytes: kilobytes(status, 'VmRSS') * 1024,
  };
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
}

function sum(usages: readonly ProcessUsage[]): ProcessUsage {
  const total = (of: (usage: ProcessUsage) => number) =>
    usages.reduce((whole, usage) => whole + of(usage), 0);
  return {
    cpuSeconds: total(({ cpuSeconds }) => cpuSeconds),
    peakBytes: total(({ peakBytes }) => peakBytes),
    residentBytes: total(({ residentBytes }) => residentBytes),
  };
}
