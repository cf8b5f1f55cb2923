import type { Kysely, Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../kit/clock.ts';
import { DomainError } from '../kit/domain-error.ts';
import { appendEvents } from '../kit/outbox.ts';
import { policyEvents } from './insurance-events.ts';
import { isUuid } from '../kit/keyset-lists.ts';
import { dayOf } from './model.ts';
import type { ClaimRow, InsuranceTables, PolicyRow } from './model.ts';
import { currencyDigits } from '../kit/money.ts';

/** What a change needs: the tables, and what time it is. */
export interface InsuranceChanges {
  readonly database: Kysely<InsuranceTables>;
  readonly clock: Clock;
}

export interface FileClaimInput {
  readonly policyId: string;
  readonly claimId: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly occurredOn: string;
  readonly description?: string | null;
}

/**
 * Files a claim once: sent again, it gives what is known of it by now. A nightly file that has the claim
 * replaces what was filed. Throws BAD_USER_INPUT, and POLICY_NOT_IN_FORCE when the policy did not cover that
 * day.
 */
export function fileClaim(
  { database, clock }: InsuranceChanges,
  input: FileClaimInput,
): Promise<ClaimRow> {
  const today = dayOf(clock());
  checkClaim(input, today);
  return database.transaction().execute(async (transaction) => {
    const policy = await lockPolicy(transaction, input.policyId);
    const known = await claimById(transaction, input.claimId);
    if (known !== undefined) return sameClaim(known, policy);
    checkCover(policy, input.occurredOn);
    const filed = await transaction
      .insertInto('claim')
      .values({
        key: uuidv7(),
        id: input.claimId,
        policy_id: policy.id,
        status: 'REPORTED',
        amount: input.amount.amount,
        currency: input.amount.currency,
        occurred_on: input.occurredOn,
        reported_on: today,
        description: input.description ?? null,
        digest: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returningAll()
      .executeTakeFirst();
    // Filed by another request since we looked: for another policy, whose lock is not ours.
    return filed ?? sameClaim(await claimById(transaction, input.claimId), policy);
  });
}

/**
 * Ends a policy on a day of its term. Cancelling it again for the same day changes nothing. Throws
 * BAD_USER_INPUT for an unknown policy or a day outside of its term, POLICY_NOT_IN_FORCE when it is over.
 */
export function cancelPolicy(
  { database, clock }: InsuranceChanges,
  id: string,
  effectiveOn: string,
): Promise<PolicyRow> {
  return database.transaction().execute(async (transaction) => {
    const policy = await lockPolicy(transaction, id);
    if (policy.status === 'CANCELLED' && policy.ends_on === effectiveOn) return policy;
    if (policy.status !== 'IN_FORCE') {
      throw notInForce(`Policy "${id}" must be in force to be cancelled, but is ${policy.status}.`);
    }
    if (effectiveOn < policy.starts_on || effectiveOn > policy.ends_on) {
      const term = `${policy.starts_on} to ${policy.ends_on}`;
      throw invalid(`Argument "effectiveOn" must be a day of ${term}, but got: ${effectiveOn}.`);
    }
    const cancelled = await transaction
      .updateTable('policy')
      .set({ status: 'CANCELLED', ends_on: effectiveOn })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await appendEvents(transaction, policyEvents(policy, cancelled, clock()));
    return cancelled;
  });
}

function checkClaim(input: FileClaimInput, today: string): void {
  const { claimId, occurredOn } = input;
  if (claimId.trim() === '') throw invalid('Field "claimId" must be given, but is empty.');
  checkText('claimId', claimId, 100);
  checkText('description', input.description ?? '', 4_000);
  checkAmount(input.amount);
  if (occurredOn > today) {
    throw invalid(`Field "occurredOn" must be no later than ${today}, but got: ${occurredOn}.`);
  }
}

function checkText(field: string, text: string, longest: number): void {
  if (text.length <= longest && !text.includes('\u0000')) return;
  throw invalid(`Field "${field}" must be at most ${longest} characters without NUL.`);
}

function checkAmount({ amount, currency }: FileClaimInput['amount']): void {
  const digits = currencyDigits(currency);
  const [whole = '', fraction = ''] = amount.split('.');
  if (!whole.startsWith('-') && whole.length <= 18 && fraction.length <= digits) return;
  const expected = `0 or more with at most ${digits} digits after the point`;
  throw invalid(`Field "amount" must be ${expected}, but got: ${amount}.`);
}

/** Covered from the first to the last day, whatever became of the policy since. */
function checkCover(policy: PolicyRow, occurredOn: string): void {
  const covered = policy.starts_on <= occurredOn && occurredOn <= policy.ends_on;
  if (policy.status !== 'QUOTED' && covered) return;
  throw notInForce(`Policy "${policy.id}" must be in force on ${occurredOn}, but was not.`);
}

async function lockPolicy(
  transaction: Transaction<InsuranceTables>,
  id: string,
): Promise<PolicyRow> {
  const policy = isUuid(id)
    ? await transaction
        .selectFrom('policy')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (policy === undefined) throw invalid(`No policy has the id "${id.slice(0, 64)}".`);
  return policy;
}

function claimById(
  transaction: Transaction<InsuranceTables>,
  id: string,
): Promise<ClaimRow | undefined> {
  return transaction.selectFrom('claim').selectAll().where('id', '=', id).executeTakeFirst();
}

function sameClaim(claim: ClaimRow | undefined, policy: PolicyRow): ClaimRow {
  if (claim?.policy_id === policy.id) return claim;
  throw invalid('Field "claimId" must be new, but a claim of another policy has it.');
}

function invalid(message: string): DomainError {
  return new DomainError('BAD_USER_INPUT', message);
}

function notInForce(message: string): DomainError {
  return new DomainError('POLICY_NOT_IN_FORCE', message);
}
