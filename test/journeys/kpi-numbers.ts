import { expect } from '@jest/globals';
import type { House } from '../support/house.ts';

/** All that was ever counted. */
export const ALL_TIME = { from: '2000-01-01', to: '2026-12-31' };
export const KPIS = `query Kpis(
  $division: ID, $from: Date!, $to: Date!, $names: [String!], $groupBy: [KpiDimension!], $filter: KpiFilter
) {
  kpis(division: $division, from: $from, to: $to, names: $names, groupBy: $groupBy, filter: $filter) {
    name value numerator denominator n percentiles { p50 p90 p95 max } group { value }
  }
}`;

/** Counted from the read ledger: what the test itself asked. */
const OF_READS: ReadonlySet<string> = new Set(['denied_rate', 'personal_data_reads_per_agent']);

/** So many at once are answered in time on a busy machine, too. */
const AT_ONCE = 10;

/**
 * Every KPI of every division: what must not depend on how often a process died. Without the ages of what waits,
 * which depend on when they are asked, and without what depends on who asked.
 */
export async function kpiNumbers(house: House): Promise<unknown> {
  const { data } = await house.ask('{ kpiDefinitions { name } }', {}, 'analyst');
  const names = (data['kpiDefinitions'] as readonly { readonly name: string }[])
    .map(({ name }) => name)
    .filter((name) => !name.endsWith('_age') && !OF_READS.has(name));
  expect(names.length).toBeGreaterThan(30);
  const found: unknown[] = [];
  while (names.length > 0) {
    const some = { ...ALL_TIME, names: names.splice(0, AT_ONCE), groupBy: ['DIVISION'] };
    const answer = await house.ask(KPIS, some, 'analyst');
    expect(answer.errors).toBeUndefined();
    found.push(...answer.data['kpis']);
  }
  return found;
}
