import type { CaseFilter } from './model.ts';
import { checkTexts } from './text-checks.ts';

/** The filter as asked for, without the fields that ask nothing. Throws BAD_USER_INPUT. */
export function readCaseFilter(filter: CaseFilter | null | undefined): CaseFilter {
  checkTexts([
    ['filter.division', filter?.division, 'name'],
    ['filter.agent', filter?.agent, 'name'],
    ['filter.team', filter?.team, 'name'],
    ['filter.escalatedTo', filter?.escalatedTo, 'name'],
    ['filter.category', filter?.category, 'line'],
    ['filter.reasonCode', filter?.reasonCode, 'line'],
  ]);
  const asked = Object.entries(filter ?? {}).filter(([, value]) => value !== null);
  // The order of a client's fields must not make two keys of one filter.
  return Object.freeze(Object.fromEntries(asked.sort(([a], [b]) => (a < b ? -1 : 1))));
}
