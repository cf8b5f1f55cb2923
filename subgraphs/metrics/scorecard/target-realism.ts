import type { Kpi } from '../model.ts';
import { isMet } from '../targets/target-store.ts';
import type { DailyValue } from './daily-values.ts';

export interface Realism {
  readonly daysMeasured: number;
  readonly daysMet: number;
  /** Null when nothing was measured on any day. */
  readonly share: number | null;
  readonly verdict: 'REALISTIC' | 'NEVER_MET' | 'ALWAYS_MET' | 'TOO_FEW_DAYS';
}

/** On fewer days nothing can be told of a target. */
const FEWEST_DAYS = 10;

/** How often a target was met, day by day: one never met discourages, one always met moves nobody. */
export function targetRealism(kpi: Kpi, days: readonly DailyValue[], target: number): Realism {
  const daysMeasured = days.length;
  const daysMet = days.filter(({ value }) => isMet(kpi, value, target) === true).length;
  const share = daysMeasured === 0 ? null : daysMet / daysMeasured;
  return { daysMeasured, daysMet, share, verdict: verdictOn(daysMet, daysMeasured) };
}

function verdictOn(met: number, measured: number): Realism['verdict'] {
  if (measured < FEWEST_DAYS) return 'TOO_FEW_DAYS';
  if (met === 0) return 'NEVER_MET';
  return met === measured ? 'ALWAYS_MET' : 'REALISTIC';
}
