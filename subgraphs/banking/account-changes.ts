import { randomUUID } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../kit/clock.ts';
import { DomainError } from '../kit/domain-error.ts';
import { appendEvents } from '../kit/outbox.ts';
import { isUuid } from '../kit/keyset-lists.ts';
import { dayOf, DIVISION } from './model.ts';
import type { AccountKind, AccountRow, BankingTables, CardRow } from './model.ts';

/** What a change needs: the tables, and what time it is. */
export interface BankingChanges {
  readonly database: Kysely<BankingTables>;
  readonly clock: Clock;
}

export interface OpenAccountInput {
  readonly holderLocalId: string;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly requestId?: string | null;
}

/** Opens an empty account. The same `requestId` sent twice opens one and gives it both times. */
export function openAccount(
  { database, clock }: BankingChanges,
  input: OpenAccountInput,
): Promise<AccountRow> {
  const requestId = input.requestId ?? randomUUID();
  const now = clock();
  return database.transaction().execute(async (transaction) => {
    await requireCustomer(transaction, input.holderLocalId);
    const account = await transaction
      .insertInto('account')
      .values({
        id: uuidv7(),
        number: await freeNumber(transaction),
        holder_local_id: input.holderLocalId,
        kind: input.kind,
        status: 'OPEN',
        opened_on: dayOf(now),
        closed_on: null,
        balance: '0',
        currency: input.currency,
        request_id: requestId,
        import_digest: null,
      })
      .onConflict((conflict) => conflict.column('request_id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (account === undefined) return openedBefore(transaction, requestId, input);
    await appendProduct(transaction, 'product.opened', account, now);
    return account;
  });
}

/**
 * Closes an account and blocks its cards. A closed account stays as it is. Throws BAD_USER_INPUT for an id of none, and
 * ACCOUNT_NOT_EMPTY while there is money in it or owed.
 */
export function closeAccount({ database, clock }: BankingChanges, id: string): Promise<AccountRow> {
  const now = clock();
  return database.transaction().execute(async (transaction) => {
    const account = isUuid(id)
      ? await transaction
          .selectFrom('account')
          .selectAll()
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst()
      : undefined;
    if (account === undefined) throw notFound('account', id);
    if (account.status === 'CLOSED') return account;
    if (/[1-9]/.test(account.balance)) {
      throw new DomainError(
        'ACCOUNT_NOT_EMPTY',
        `Account "${id}" must have a balance of zero to be closed, but it has another.`,
      );
    }
    return close(transaction, account, now);
  });
}

async function close(
  transaction: Transaction<BankingTables>,
  account: AccountRow,
  now: Date,
): Promise<AccountRow> {
  const closed = await transaction
    .updateTable('account')
    .set({ status: 'CLOSED', closed_on: dayOf(now) })
    .where('id', '=', account.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await transaction
    .updateTable('card')
    .set({ status: 'BLOCKED', blocked_reason: 'account closed' })
    .where('account_id', '=', account.id)
    .where('status', '=', 'ACTIVE')
    .execute();
  await appendProduct(transaction, 'product.closed', closed, now);
  return closed;
}

/**
 * Blocks a card for good; a blocked card keeps its first reason. Throws BAD_USER_INPUT for an unknown id, an
 * empty reason or an expired card.
 */
export function blockCard(
  { database, clock }: BankingChanges,
  id: string,
  reason: string,
): Promise<CardRow> {
  const why = reason.trim();
  if (why === '' || why.length > MAX_REASON || why.includes('\u0000')) {
    throw new DomainError(
      'BAD_USER_INPUT',
      `Argument "reason" must be 1 to ${MAX_REASON} characters, but got ${why.length}.`,
    );
  }
  return database.transaction().execute(async (transaction) => {
    const card = isUuid(id)
      ? await transaction
          .selectFrom('card')
          .selectAll()
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst()
      : undefined;
    if (card === undefined) throw notFound('card', id);
    if (card.status === 'BLOCKED') return card;
    if (card.status === 'EXPIRED' || card.expires_on < dayOf(clock())) {
      throw new DomainError(
        'BAD_USER_INPUT',
        `Card "${id}" must be active to be blocked, but it expired on ${card.expires_on}.`,
      );
    }
    return transaction
      .updateTable('card')
      .set({ status: 'BLOCKED', blocked_reason: why })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

const MAX_REASON = 500;

async function requireCustomer(
  transaction: Transaction<BankingTables>,
  localId: string,
): Promise<void> {
  const found = await transaction
    .selectFrom('bank_customer')
    .select('local_id')
    .where('local_id', '=', localId)
    .executeTakeFirst();
  if (found !== undefined) return;
  throw new DomainError(
    'BAD_USER_INPUT',
    `Field "holderLocalId" must be a customer number of the bank, but got: "${localId.slice(0, 64)}".`,
  );
}

async function openedBefore(
  transaction: Transaction<BankingTables>,
  requestId: string,
  input: OpenAccountInput,
): Promise<AccountRow> {
  const account = await transaction
    .selectFrom('account')
    .selectAll()
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow();
  const same =
    account.holder_local_id === input.holderLocalId &&
    account.kind === input.kind &&
    account.currency === input.currency;
  if (same) return account;
  throw new DomainError(
    'BAD_USER_INPUT',
    'Field "requestId" must be new for each request, but it opened another account before.',
  );
}

/** An imported account may have taken a number already: then the next one. */
async function freeNumber(transaction: Transaction<BankingTables>): Promise<string> {
  for (;;) {
    const sequence = `${DIVISION}.account_number`;
    const { rows } = await sql<{ next: string }>`select nextval(${sequence}) as next`.execute(
      transaction,
    );
    const number = `SB${(rows[0]?.next ?? '').padStart(10, '0')}`;
    const taken = await transaction
      .selectFrom('account')
      .select('id')
      .where('number', '=', number)
      .executeTakeFirst();
    if (taken === undefined) return number;
  }
}

async function appendProduct(
  transaction: Transaction<BankingTables>,
  type: 'product.opened' | 'product.closed',
  account: AccountRow,
  at: Date,
): Promise<void> {
  const localId = account.holder_local_id;
  if (localId === null) return;
  const payload = { productId: account.id, kind: 'ACCOUNT', division: DIVISION, localId };
  await appendEvents(transaction, [{ type, occurredAt: at.toISOString(), payload }]);
}

function notFound(what: string, id: string): DomainError {
  return new DomainError('BAD_USER_INPUT', `No ${what} has the id "${id.slice(0, 64)}".`);
}
