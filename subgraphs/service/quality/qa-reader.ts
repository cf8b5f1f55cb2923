import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely';
import type { Page } from '../../kit/connection.ts';
import { isGiven } from '../given.ts';
import { isOfTeams, type CaseBounds } from '../store/case-bounds.ts';
import { beyondCursor, readingOrder } from '../store/keyset.ts';
import type { ServiceTables } from '../tables.ts';
import type { QaForm } from './qa-form.ts';
import type { QaReview, QaReviewSelection } from './qa-review.ts';
import { formOfRow, reviewOfRow } from './qa-tables.ts';

/** A version of a form; the latest when no version is asked for, null when there is none. */
export async function readForm(
  database: Kysely<ServiceTables>,
  name: string,
  version: number | null,
): Promise<QaForm | null> {
  const row = await database
    .selectFrom('qa_form')
    .selectAll()
    .where('name', '=', name)
    .$if(version !== null, (query) => query.where('version', '=', version))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : formOfRow(row);
}

/** The latest version of every form, by name. */
export async function readForms(database: Kysely<ServiceTables>): Promise<readonly QaForm[]> {
  const rows = await database
    .selectFrom('qa_form')
    .selectAll()
    .distinctOn('name')
    .orderBy('name')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(formOfRow);
}

/** Reviews in their latest revision, newest first. */
export async function readReviews(
  database: Kysely<ServiceTables>,
  page: Page,
  filter: QaReviewSelection,
): Promise<readonly QaReview[]> {
  const rows = await database
    .selectFrom('qa_review')
    .selectAll()
    .where(matches(filter))
    .where(beyondCursor(page, 'at', 'id'))
    .orderBy('at', readingOrder(page))
    .orderBy('id', readingOrder(page))
    .limit(page.limit + 1)
    .execute();
  return rows.map(reviewOfRow);
}

export async function countReviews(
  database: Kysely<ServiceTables>,
  filter: QaReviewSelection,
): Promise<number> {
  const { count } = await database
    .selectFrom('qa_review')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where(matches(filter))
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Filtering = ExpressionBuilder<ServiceTables, 'qa_review'>;

function matches(filter: QaReviewSelection): (where: Filtering) => Expression<SqlBool> {
  const { division, caseId, agent, reviewer, form, criticalError, teams } = filter;
  return (where) =>
    where.and([
      where('latest', '=', true),
      ...(isGiven(division) ? [where('division', '=', division)] : []),
      ...(isGiven(caseId) ? [where('case_id', '=', caseId)] : []),
      ...(isGiven(agent) ? [where('agent', '=', agent)] : []),
      ...(isGiven(reviewer) ? [where('reviewer', '=', reviewer)] : []),
      ...(isGiven(form) ? [where('form', '=', form)] : []),
      ...(isGiven(criticalError) ? [hasCriticalError(criticalError)] : []),
      ...(teams === null ? [] : [isAboutCaseOf(teams, where)]),
    ]);
}

function hasCriticalError(asked: boolean): Expression<SqlBool> {
  return sql<SqlBool>`(critical_errors <> '[]'::jsonb) = ${asked}`;
}

function isAboutCaseOf(teams: CaseBounds['teams'], where: Filtering): Expression<SqlBool> {
  const theirs = where
    .selectFrom('service_case')
    .select('service_case.id')
    .whereRef('service_case.id', '=', 'qa_review.case_id')
    .where(isOfTeams(teams));
  return where.exists(theirs);
}
