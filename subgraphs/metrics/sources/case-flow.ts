import { sql, type Kysely } from 'kysely';
import type { Added } from '../model.ts';
import type { Scope } from '../model.ts';
import type { CaseSpan, MetricsTables } from '../tables.ts';
import { CASE_COLUMNS, CASE_STATES, casesAsked } from './case-sources.ts';
import { datesOf, within, type Flow, type Source } from './source.ts';

/**
 * Cases that came to be open, as one more, and those that no longer were, as one less, in either sense of open. What is
 * open at an instant is the sum of all before it, so that it need not be looked for among all spans.
 */
export const caseFlow: Source = Object.freeze({
  dimensions: CASE_STATES,
  hasCaseType: true,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    turns(database, scope, { at: 'from_at', sign: 1 }).unionAll(
      turns(database, scope, { at: 'until_at', sign: -1 }),
    ),
});

interface Turn {
  readonly at: 'from_at' | 'until_at';
  readonly sign: 1 | -1;
}

function turns(database: Kysely<MetricsTables>, scope: Scope, { at, sign }: Turn) {
  const instant = `case_span.${at}` as const;
  return casesAsked(database, scope)
    .innerJoin('case_span', 'case_span.case_id', 'case_fact.case_id')
    .where('case_span.kind', 'in', ['UNCLOSED', 'UNSOLVED'])
    .where(within(scope, instant))
    .select(CASE_COLUMNS)
    .select(datesOf(instant))
    .select(['case_span.kind', sql<Date>`${sql.ref(instant)}`.as('at')])
    .select(sql<number>`${sql.lit(sign)}`.as('sign'))
    .select(sql<number>`extract(epoch from least(opened_at, waiting_since))`.as('since'));
}

/** What cases in such a span come to: how many, and the sums of their beginnings and of the squares of these. */
export function flowOf(kind: CaseSpan['kind']): Flow {
  const added = (number: string): Added => ({
    kind: 'ADDED',
    from: 'caseFlow',
    adds: sql<number>`case when kind = ${sql.lit(kind)} then ${sql.raw(number)} end`,
  });
  return Object.freeze({
    from: 'caseFlow',
    count: added('sign'),
    since: added('sign * since'),
    squares: added('sign * since * since'),
  });
}
