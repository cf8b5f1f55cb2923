import type { Kysely, Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents } from '../../kit/outbox.ts';
import type { Case } from '../model.ts';
import { lockCase, type Act } from '../store/case-writer.ts';
import { lockName } from '../store/lock-name.ts';
import type { ServiceTables } from '../tables.ts';
import type { QaForm, QaQuestion } from './qa-form.ts';
import { readForm } from './qa-reader.ts';
import { tellReview, type QaReview } from './qa-review.ts';
import { answersFault, scoreAnswers, type QaAnswer } from './qa-score.ts';
import { reviewOfRow, reviewRow } from './qa-tables.ts';

export interface NewForm {
  readonly name: string;
  readonly questions: readonly QaQuestion[];
}

/** Adds the next version of a form; of two at once the second is the version after the first. */
export function defineForm(
  database: Kysely<ServiceTables>,
  { name, questions }: NewForm,
  { actor, at }: Act,
): Promise<QaForm> {
  return database.transaction().execute(async (transaction) => {
    await lockName(transaction, 'qa_form', name);
    const before = await readForm(transaction, name, null);
    const version = (before?.version ?? 0) + 1;
    await transaction
      .insertInto('qa_form')
      .values({
        ...{ name, version, questions: JSON.stringify(questions) },
        ...{ defined_by: actor, defined_at: at.toISOString() },
      })
      .execute();
    return { name, version, questions, definedBy: actor, definedAt: at };
  });
}

export interface NewReview {
  readonly form: string;
  /** Null: the latest. */
  readonly formVersion: number | null;
  readonly answers: readonly QaAnswer[];
  readonly comment: string | null;
}

/**
 * Reviews a case, or corrects the review that the same reviewer made of it on the same form. Throws BAD_USER_INPUT,
 * CASE_NOT_FOUND, QA_FORM_NOT_FOUND, QA_CASE_UNASSIGNED and QA_OWN_WORK.
 */
export function reviewCase(
  database: Kysely<ServiceTables>,
  caseId: string,
  input: NewReview,
  act: Act,
): Promise<QaReview> {
  return database.transaction().execute(async (transaction) => {
    // Also makes two corrections at once wait for each other.
    const reviewed = await lockCase(transaction, caseId);
    const agent = agentOf(reviewed, act.actor);
    const form = await formFor(transaction, input);
    const fault = answersFault(form.questions, input.answers);
    if (fault !== null) throw new DomainError('BAD_USER_INPUT', `Argument ${fault}`);
    const before = await supersede(transaction, { caseId: reviewed.id, form: form.name }, act);
    const review: QaReview = {
      id: before?.id ?? uuidv7(),
      revision: (before?.revision ?? 0) + 1,
      caseId: reviewed.id,
      division: reviewed.division,
      agent: before?.agent ?? agent,
      ...{ form: form.name, formVersion: form.version },
      ...scoreAnswers(form.questions, input.answers),
      ...{ answers: input.answers, comment: input.comment },
      ...{ reviewer: act.actor, at: before?.at ?? act.at },
    };
    await transaction.insertInto('qa_review').values(reviewRow(review)).execute();
    await appendEvents(transaction, [tellReview(review)]);
    return review;
  });
}

function agentOf({ number, agent }: Case, reviewer: string): string {
  if (agent === null) {
    const message = `Case ${number} must have an agent to be reviewed, but has none.`;
    throw new DomainError('QA_CASE_UNASSIGNED', message);
  }
  if (agent !== reviewer) return agent;
  const message = `Case ${number} must be reviewed by somebody else than its agent, but is by them.`;
  throw new DomainError('QA_OWN_WORK', message);
}

async function formFor(
  transaction: Transaction<ServiceTables>,
  { form: name, formVersion }: NewReview,
): Promise<QaForm> {
  const form = await readForm(transaction, name, formVersion);
  if (form !== null) return form;
  const asked = formVersion === null ? '' : ` in version ${formVersion}`;
  const message = `Argument "form" must name a form, but got: ${JSON.stringify(name)}${asked}.`;
  throw new DomainError('QA_FORM_NOT_FOUND', message);
}

/** Makes way for a correction; null when there is nothing to correct. */
async function supersede(
  transaction: Transaction<ServiceTables>,
  { caseId, form }: { readonly caseId: string; readonly form: string },
  { actor }: Act,
): Promise<QaReview | null> {
  const row = await transaction
    .updateTable('qa_review')
    .set({ latest: false })
    .where('case_id', '=', caseId)
    .where('form', '=', form)
    .where('reviewer', '=', actor)
    .where('latest', '=', true)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : reviewOfRow(row);
}
