import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { datesOf, matches, MOMENTS, PLACES, windowsOf, within, type Source } from './source.ts';
import { NOT_CLOSED, UNREPLIED, UNRESOLVED } from './waiting-cases.ts';

type CaseDay =
  'opened_at' | 'first_reply_at' | 'first_resolved_at' | 'last_resolved_at' | 'closed_at';

/** What a case can be grouped by, and the columns of it. */
const TRAITS = ['CHANNEL', 'CASE_TYPE', 'PRIORITY', 'VALUE_TIER', 'TOPIC', 'AGENT'] as const;

/** Of what happened to a case, and of what was true of it by the end of a part of the period. */
export const CASE_MOMENTS = Object.freeze([...MOMENTS, ...TRAITS] as const);
export const CASE_STATES = Object.freeze([...PLACES, ...TRAITS] as const);

export const CASE_COLUMNS = [
  ...(['case_fact.division', 'case_fact.channel', 'case_fact.type', 'case_fact.priority'] as const),
  ...(['case_fact.tier', 'case_fact.topic', 'case_fact.agent'] as const),
] as const;

/** Cases of their own, of which the opening is known: one merged into another is none. */
export function casesAsked(database: Kysely<MetricsTables>, scope: Scope) {
  return database
    .selectFrom('case_fact')
    .where('opened_at', 'is not', null)
    .where('merged_into', 'is', null)
    .where(matches('case_fact.division', scope.division))
    .where(matches('case_fact.channel', scope.channel))
    .where(matches('case_fact.type', scope.caseType));
}

/** Cases attributed to the day of one of their happenings; one waits since the earliest merged into it. */
function casesBy(
  day: CaseDay,
  also: (database: Kysely<MetricsTables>) => RawBuilder<boolean> = () => sql`true`,
): Source {
  return Object.freeze({
    dimensions: CASE_MOMENTS,
    hasCaseType: true,
    rows: (database: Kysely<MetricsTables>, scope: Scope) =>
      casesAsked(database, scope)
        .select(CASE_COLUMNS)
        .select(['timely', 'reply_late_at', 'resolution_late_at', 'first_resolved_at', 'agents'])
        .select(datesOf(day))
        .select([
          sql<number>`extract(epoch from ${sql.ref(day)} - least(opened_at, waiting_since))`.as(
            'seconds',
          ),
          sql<boolean>`last_reopened_at is not null`.as('reopened'),
        ])
        .where(within(scope, day))
        .where(also(database)),
  });
}

export const caseOpened = casesBy('opened_at');
export const caseReplied = casesBy('first_reply_at');
export const caseFirstResolved = casesBy('first_resolved_at');
export const caseClosed = casesBy('closed_at');

/** Resolved for now: what was reopened afterwards is open again. Of two at one instant its spans know the later. */
export const caseResolved = casesBy(
  'last_resolved_at',
  (database) => sql`(last_reopened_at is null or last_reopened_at < last_resolved_at
    or (last_reopened_at = last_resolved_at and case_fact.case_id not in (${waiting(database)})))`,
);

function waiting(database: Kysely<MetricsTables>) {
  return database
    .selectFrom('case_span')
    .select('case_span.case_id')
    .where('case_span.kind', '=', 'UNSOLVED')
    .where('case_span.until_at', 'is', null);
}

/** Cases opened by the end of each part of the period that still wait, now, for what is measured. */
function casesWaiting(still: RawBuilder<boolean>): Source {
  return Object.freeze({
    dimensions: CASE_STATES,
    hasCaseType: true,
    rows: (database: Kysely<MetricsTables>, scope: Scope) =>
      casesAsked(database, scope)
        .where(still)
        .where(NOT_CLOSED)
        .innerJoin(windowsOf(scope), (join) => join.on(sql<boolean>`opened_at < part.end_at`))
        .select([...CASE_COLUMNS, 'part.month', 'part.day']),
  });
}

export const caseUnreplied = casesWaiting(UNREPLIED);
export const caseUnresolved = casesWaiting(UNRESOLVED);

/** What customers wrote after an answer, on the day of the next public answer. */
export const followUp: Source = Object.freeze({
  dimensions: CASE_MOMENTS,
  hasCaseType: true,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    casesAsked(database, scope)
      .innerJoin('follow_up', 'follow_up.case_id', 'case_fact.case_id')
      .select(CASE_COLUMNS)
      .select(datesOf('answered_at'))
      .select(sql<number>`extract(epoch from answered_at - asked_at)`.as('seconds'))
      .where(within(scope, 'answered_at')),
});
