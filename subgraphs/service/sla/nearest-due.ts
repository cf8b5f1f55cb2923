import { isHalted, progressOf, type SlaRun } from './sla-run.ts';

/** The nearest due time of the clocks that run, late ones too; null when none does. While nothing happens it stays. */
export function nearestDue(runs: readonly SlaRun[]): Date | null {
  const due = runs
    .filter((run) => run.terms !== null && run.end === null && !isHalted(run))
    .map((run) => progressOf(run, run.halts.at(-1)?.to ?? run.startedAt).dueAt);
  return due.length === 0 ? null : new Date(Math.min(...due));
}
