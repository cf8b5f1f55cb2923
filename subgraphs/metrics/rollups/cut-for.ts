import type { KpiDimension, Scope, SourceName } from '../model.ts';
import { SOURCES } from '../sources/sources.ts';
import { OF_A_DAY, type Cut } from './layout.ts';

/**
 * The cut whose sums answer what is asked of a source; null when none does, for sums are apart by one dimension
 * at a time, beside division and day.
 */
export function cutFor(name: SourceName, scope: Scope): Cut | null {
  const { dimensions, hasCaseType } = SOURCES[name];
  const wanted = new Set<KpiDimension>(
    scope.groupBy.filter((one) => dimensions.includes(one) && !OF_A_DAY.includes(one)),
  );
  if (scope.channel !== null && dimensions.includes('CHANNEL')) wanted.add('CHANNEL');
  if (scope.caseType !== null && hasCaseType) {
    if (!dimensions.includes('CASE_TYPE')) return null;
    wanted.add('CASE_TYPE');
  }
  const [first, ...others] = wanted;
  if (others.length > 0) return null;
  return first ?? 'WHOLE';
}

/** The value of a cut that is asked for; null for all of them. */
export function askedValue(cut: Cut, scope: Scope): string | null {
  if (cut === 'CHANNEL') return scope.channel;
  return cut === 'CASE_TYPE' ? scope.caseType : null;
}
