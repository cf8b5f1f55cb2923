import { DomainError } from '../../kit/domain-error.ts';
import { checkOwnDivision } from '../../kit/own-division.ts';
import { KPI_CATALOGUE } from '../kpis/catalogue.ts';
import type { Kpi, KpiUnit } from '../model.ts';
import type { MetricsContext } from '../services.ts';
import { saveTarget } from './target-store.ts';

export interface SetKpiTargetInput {
  readonly kpi: string;
  readonly division?: string | null;
  readonly value?: number | null;
  /** `2026-01-31`. */
  readonly from: string;
}

/**
 * Sets what a KPI is to be from a day on, for a division or (null) for all that have no target of their own.
 * Throws BAD_USER_INPUT and FORBIDDEN.
 */
export async function setKpiTarget(
  _: unknown,
  { input }: { readonly input: SetKpiTargetInput },
  { caller, services }: MetricsContext,
): Promise<object> {
  const division = input.division ?? null;
  checkOwnDivision(caller, [division]);
  const kpi = kpiAimedAt(input.kpi);
  const value = input.value ?? null;
  if (value !== null) checkRange(kpi.unit, value);
  await saveTarget(services.database, {
    ...{ kpi: kpi.name, division, valid_from: input.from, value },
    ...{ set_by: caller.subject, set_at: services.clock() },
  });
  return { kpi: kpi.name, division, value, from: input.from };
}

function kpiAimedAt(name: string): Kpi {
  const aimed = KPI_CATALOGUE.filter(
    ({ direction, unit }) => direction !== 'NONE' && unit !== 'COUNT',
  );
  const kpi = aimed.find((one) => one.name === name);
  if (kpi !== undefined) return kpi;
  // A count grows with the length of the period; what has no better way has nothing to aim at.
  throw refused('kpi', `one of ${aimed.map((one) => one.name).join(', ')}`, name);
}

const RANGES: Readonly<Partial<Record<KpiUnit, readonly [low: number, high: number]>>> = {
  SHARE: [0, 1],
  SCORE: [-100, 100],
};

function checkRange(unit: KpiUnit, value: number): void {
  const [low, high] = RANGES[unit] ?? [0, Number.MAX_SAFE_INTEGER];
  if (value >= low && value <= high) return;
  throw refused('value', `a number from ${low} to ${high}`, String(value));
}

function refused(field: string, expected: string, got: string): DomainError {
  const message = `Argument "input.${field}" must be ${expected}, but got: ${got}.`;
  return new DomainError('BAD_USER_INPUT', message);
}
