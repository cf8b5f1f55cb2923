import type { Insertable, Kysely, Transaction } from 'kysely';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents, type NewEvent } from '../../kit/outbox.ts';
import { tellInteraction, tellReferral, tellSurvey, type SurveyAnswer } from '../contact-events.ts';
import type { Interaction, Referral, SourceRef } from '../model.ts';
import type { ServiceTables } from '../tables.ts';
import { caseNumber } from './rows.ts';

/** Where a contact belongs, as the caller says: a case, a customer, both or neither. */
export interface Belonging {
  readonly division: string;
  readonly customer: SourceRef | null;
  readonly caseId: string | null;
}

export type NewInteraction = Belonging &
  Omit<Interaction, 'id' | 'division' | 'localId' | 'caseId'>;
export type NewSurveyAnswer = Belonging &
  Omit<SurveyAnswer, 'id' | 'division' | 'localId' | 'caseId'>;
export type NewReferral = Omit<Referral, 'id'>;

/** Throws BAD_USER_INPUT when case, customer and division do not go together. */
export function logInteraction(
  database: Kysely<ServiceTables>,
  { customer, ...input }: NewInteraction,
): Promise<Interaction> {
  return database.transaction().execute(async (transaction) => {
    const localId = await resolveCustomer(transaction, { customer, ...input });
    const logged: Interaction = { ...input, id: uuidv7(), localId };
    await transaction.insertInto('interaction').values(interactionRow(logged)).execute();
    await appendEvents(transaction, [tellInteraction(logged)]);
    return logged;
  });
}

/** Throws BAD_USER_INPUT when case, customer and division do not go together. */
export function recordSurveyAnswer(
  database: Kysely<ServiceTables>,
  { customer, ...input }: NewSurveyAnswer,
): Promise<SurveyAnswer> {
  return database.transaction().execute(async (transaction) => {
    const localId = await resolveCustomer(transaction, { customer, ...input });
    const answer: SurveyAnswer = { ...input, id: uuidv7(), localId };
    await transaction.insertInto('survey_answer').values(surveyRow(answer)).execute();
    await appendEvents(transaction, [tellSurvey(answer)]);
    return answer;
  });
}

export async function recordReferral(
  database: Kysely<ServiceTables>,
  input: NewReferral,
): Promise<Referral> {
  const referral: Referral = { ...input, id: uuidv7() };
  const event: NewEvent = tellReferral(referral);
  await database.transaction().execute(async (transaction) => {
    await transaction.insertInto('referral').values(referralRow(referral)).execute();
    await appendEvents(transaction, [event]);
  });
  return referral;
}

/** The customer named, else the one of the case. */
async function resolveCustomer(
  transaction: Transaction<ServiceTables>,
  { division, customer, caseId }: Belonging,
): Promise<string | null> {
  if (customer !== null && customer.division !== division) {
    throw invalid(
      `Argument "customer" must be of division ${division}, but is of: ${customer.division}.`,
    );
  }
  const named = customer?.localId ?? null;
  if (caseId === null) return named;
  const found = await readCase(transaction, caseId);
  if (found.division !== division) {
    const number = caseNumber(found.serial);
    throw invalid(`Case ${number} must be of division ${division}, but is of: ${found.division}.`);
  }
  return named ?? found.local_id;
}

async function readCase(transaction: Transaction<ServiceTables>, id: string) {
  const found = transaction.selectFrom('service_case').select(['serial', 'division', 'local_id']);
  const row = isUuid(id) ? await found.where('id', '=', id).executeTakeFirst() : undefined;
  if (row !== undefined) return row;
  const message = `Argument "caseId" must name a case, but got: ${JSON.stringify(id)}.`;
  throw new DomainError('CASE_NOT_FOUND', message);
}

function invalid(message: string): DomainError {
  return new DomainError('BAD_USER_INPUT', message);
}

export function interactionRow(logged: Interaction): Insertable<ServiceTables['interaction']> {
  return {
    id: logged.id,
    division: logged.division,
    local_id: logged.localId,
    channel: logged.channel,
    direction: logged.direction,
    at: logged.at.toISOString(),
    summary: logged.summary,
    outcome: logged.outcome,
    agent: logged.agent,
    case_id: logged.caseId,
    wait_seconds: logged.waitSeconds,
    handle_seconds: logged.handleSeconds,
    resolved: logged.resolved,
    topic: logged.topic,
  };
}

export function surveyRow(answer: SurveyAnswer): Insertable<ServiceTables['survey_answer']> {
  return {
    id: answer.id,
    division: answer.division,
    local_id: answer.localId,
    kind: answer.kind,
    score: answer.score,
    scale_max: answer.scaleMax,
    at: answer.at.toISOString(),
    channel: answer.channel,
    case_id: answer.caseId,
    verbatim: answer.verbatim,
    agent: answer.agent,
    topic: answer.topic,
  };
}

export function referralRow(referral: Referral): Insertable<ServiceTables['referral']> {
  return {
    id: referral.id,
    division: referral.division,
    referrer_division: referral.referrer.division,
    referrer_local_id: referral.referrer.localId,
    referred_division: referral.referred?.division ?? null,
    referred_local_id: referral.referred?.localId ?? null,
    at: referral.at.toISOString(),
    outcome: referral.outcome,
  };
}
