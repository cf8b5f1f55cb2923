import type { Insertable, Selectable } from 'kysely';
import type { Instant, Json } from '../column-types.ts';
import type { QaCriticality, QaForm, QaQuestion } from './qa-form.ts';
import type { QaReview } from './qa-review.ts';
import type { QaAnswer } from './qa-score.ts';

export interface QaTables {
  readonly qa_form: QaFormTable;
  readonly qa_review: QaReviewTable;
}

/** Rows are inserted, never changed. */
interface QaFormTable {
  name: string;
  version: number;
  questions: Json<readonly QaQuestion[]>;
  defined_by: string;
  defined_at: Instant;
}

/** A correction is a further row; the earlier ones only cease to be the latest. */
interface QaReviewTable {
  id: string;
  revision: number;
  latest: boolean;
  case_id: string;
  division: string;
  agent: string;
  form: string;
  form_version: number;
  score: number;
  judged: Json<readonly QaCriticality[]>;
  critical_errors: Json<readonly QaCriticality[]>;
  answers: Json<readonly QaAnswer[]>;
  comment: string | null;
  reviewer: string;
  at: Instant;
}

export function formOfRow(row: Selectable<QaFormTable>): QaForm {
  const { name, version, questions } = row;
  return { name, version, questions, definedBy: row.defined_by, definedAt: row.defined_at };
}

export function reviewOfRow(row: Selectable<QaReviewTable>): QaReview {
  return {
    id: row.id,
    revision: row.revision,
    caseId: row.case_id,
    division: row.division,
    agent: row.agent,
    form: row.form,
    formVersion: row.form_version,
    score: row.score,
    judged: row.judged,
    criticalErrors: row.critical_errors,
    answers: row.answers,
    comment: row.comment,
    reviewer: row.reviewer,
    at: row.at,
  };
}

export function reviewRow(review: QaReview): Insertable<QaReviewTable> {
  return {
    id: review.id,
    revision: review.revision,
    latest: true,
    case_id: review.caseId,
    division: review.division,
    agent: review.agent,
    form: review.form,
    form_version: review.formVersion,
    score: review.score,
    judged: JSON.stringify(review.judged),
    critical_errors: JSON.stringify(review.criticalErrors),
    answers: JSON.stringify(review.answers),
    comment: review.comment,
    reviewer: review.reviewer,
    at: review.at.toISOString(),
  };
}
