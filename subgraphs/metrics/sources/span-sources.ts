import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Scope } from '../model.ts';
import type { CaseSpan, MetricsTables } from '../tables.ts';
import { flowOf } from './case-flow.ts';
import { CASE_COLUMNS, CASE_MOMENTS, CASE_STATES, casesAsked } from './case-sources.ts';
import { datesOf, windowsOf, within, type Source } from './source.ts';

/** Cases that were in such a span when a part of the period ended, or now when that is yet to come. */
function casesOpen(kind: CaseSpan['kind']): Source {
  return Object.freeze({
    dimensions: Object.freeze([...CASE_STATES, 'AGE'] as const),
    hasCaseType: true,
    flow: flowOf(kind),
    rows(database: Kysely<MetricsTables>, scope: Scope) {
      const end = sql<Date>`least(part.end_at, ${scope.now}::timestamptz)`;
      const age = sql<number>`extract(epoch from ${end} - least(opened_at, waiting_since))`;
      return casesAsked(database, scope)
        .innerJoin('case_span', 'case_span.case_id', 'case_fact.case_id')
        .innerJoin(windowsOf(scope), (join) =>
          join.on(sql<boolean>`${OPEN_DURING} @> ${end} and case_span.from_at < ${end}`),
        )
        .where('case_span.kind', '=', kind)
        .select([...CASE_COLUMNS, 'part.month', 'part.day'])
        .select([age.as('seconds'), ageGroup(age).as('age')]);
    },
  });
}

/** Said as in the index, by which the few spans that hold an instant are found among all that ever were. */
const OPEN_DURING = sql`tstzrange(case_span.from_at, case_span.until_at, '[]')`;

export const caseUnclosed = casesOpen('UNCLOSED');
export const caseUnsolved = casesOpen('UNSOLVED');

/** Days since the opening, in groups whose names sort. */
function ageGroup(seconds: RawBuilder<number>): RawBuilder<string> {
  const days = sql`${seconds} / 86400`;
  return sql<string>`case when ${days} < 1 then '00-01 d' when ${days} < 3 then '01-03 d'
    when ${days} < 7 then '03-07 d' when ${days} < 30 then '07-30 d' else '30+ d' end`;
}

/** Stays in a state, on the day on which they ended. */
export const stateStay: Source = Object.freeze({
  dimensions: Object.freeze([...CASE_MOMENTS, 'STATE', 'SOURCE_STATE'] as const),
  hasCaseType: true,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    casesAsked(database, scope)
      .innerJoin('case_span', 'case_span.case_id', 'case_fact.case_id')
      .where('case_span.kind', '=', 'STATE')
      .where(within(scope, 'case_span.until_at'))
      .select([...CASE_COLUMNS, 'case_span.status as state', 'case_span.source_state'])
      .select(datesOf('case_span.until_at'))
      .select(
        sql<number>`extract(epoch from case_span.until_at - case_span.from_at)`.as('seconds'),
      ),
});

/** Cases of which somebody said whether they kept their service level, on the day of their opening. */
export const caseJudged: Source = Object.freeze({
  dimensions: CASE_MOMENTS,
  hasCaseType: true,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    casesAsked(database, scope)
      .innerJoin('case_verdict', 'case_verdict.case_id', 'case_fact.case_id')
      .select([...CASE_COLUMNS, 'case_verdict.sla_made'])
      .select(datesOf('opened_at'))
      .where(within(scope, 'opened_at')),
});
