import { connectionOf, readPage } from '../kit/connection.ts';
import type { Connection, Page, PageArguments } from '../kit/connection.ts';
import { checkOwnDivision } from '../kit/own-division.ts';
import type { Resolvers } from '../kit/resolvers.ts';
import type { RoomContext } from '../kit/room.ts';
import { blockCard, closeAccount, openAccount } from './account-changes.ts';
import type { BankingChanges, OpenAccountInput } from './account-changes.ts';
import type { BankingDataSource } from './data-source.ts';
import { importRecords } from './import/import-records.ts';
import type { BankingRecords } from './import/import-records.ts';
import type { BankingLoaders } from './loaders.ts';
import { dayOf, DIVISION, maskNumber } from './model.ts';
import type { AccountFilter, AccountRow, CardRow, TransactionRow } from './model.ts';
import { moneyOf } from '../kit/money.ts';

export interface BankingServices {
  readonly data: BankingDataSource;
  readonly changes: BankingChanges;
  /** Events wait in the outbox. */
  kick(): void;
}

type BankingContext = RoomContext<BankingServices, { readonly loaders: BankingLoaders }>;

interface CustomerReference {
  readonly sourceRecords?:
    readonly { readonly division: string; readonly localId: string }[] | null;
}

export const resolvers: Resolvers = {
  Query: {
    account: (_: unknown, { id }: { id: string }, { loaders }: BankingContext) =>
      loaders.account.load(id),
    async accounts(
      _: unknown,
      args: PageArguments & { filter?: AccountFilter | null },
      { services }: BankingContext,
    ) {
      const page = readPage(args);
      const filter = args.filter ?? {};
      const rows = await services.data.accountPage(page, filter);
      return connectionOf(rows, page, accountCursor, () => services.data.countAccounts(filter));
    },
  },
  Mutation: {
    openAccount: (_: unknown, { input }: { input: OpenAccountInput }, context: BankingContext) =>
      changed(context, (changes) => openAccount(changes, input)),
    closeAccount: (_: unknown, { id }: { id: string }, context: BankingContext) =>
      changed(context, (changes) => closeAccount(changes, id)),
    blockCard: (_: unknown, args: { id: string; reason: string }, context: BankingContext) =>
      changed(context, (changes) => blockCard(changes, args.id, args.reason)),
    importBankingRecords(
      _: unknown,
      { input }: { input: BankingRecords },
      context: BankingContext,
    ) {
      checkOwnDivision(context.caller, [DIVISION]);
      return changed(context, (changes) => importRecords(changes, input));
    },
  },
  Customer: {
    __resolveReference: (reference: CustomerReference) => reference,
    accounts(customer: CustomerReference, args: PageArguments, { loaders }: BankingContext) {
      const page = readPage(args);
      const owners = ownLocalIds(customer);
      return owners === null ? null : accountConnection(loaders, owners, page);
    },
  },
  Account: {
    __resolveReference: ({ id }: { id: string }, { loaders }: BankingContext) =>
      loaders.account.load(id),
    maskedNumber: (account: AccountRow) => maskNumber(account.number),
    openedOn: (account: AccountRow) => account.opened_on,
    closedOn: (account: AccountRow) => account.closed_on,
    balance: (account: AccountRow) => moneyOf(account.balance, account.currency),
    holder: (account: AccountRow, _: unknown, { loaders }: BankingContext) =>
      holderOf(account, loaders),
    cards: (account: AccountRow, _: unknown, { loaders }: BankingContext) =>
      loaders.cards.load(account.id),
    async transactions(account: AccountRow, args: PageArguments, { loaders }: BankingContext) {
      const page = readPage(args);
      const owners = [account.id];
      const rows = await loaders.transactions.load({ owners, page });
      return connectionOf(rows, page, transactionCursor, () =>
        loaders.transactionCount.load(owners),
      );
    },
  },
  Card: {
    lastFour: (card: CardRow) => card.last_four,
    status: (card: CardRow, _: unknown, { services }: BankingContext) =>
      card.status === 'ACTIVE' && card.expires_on < dayOf(services.data.now())
        ? 'EXPIRED'
        : card.status,
    expiresOn: (card: CardRow) => card.expires_on,
  },
  Transaction: {
    bookedAt: (booking: TransactionRow) => booking.booked_at,
    amount: (booking: TransactionRow) => moneyOf(booking.amount, booking.currency),
  },
};

async function changed<Result>(
  { services }: BankingContext,
  change: (changes: BankingChanges) => Promise<Result>,
): Promise<Result> {
  const result = await change(services.changes);
  services.kick();
  return result;
}

/** The bank's own customer numbers of a customer; null when the crosswalk could not say. */
function ownLocalIds({ sourceRecords }: CustomerReference): readonly string[] | null {
  if (!sourceRecords) return null;
  const own = sourceRecords.filter((record) => record.division === DIVISION);
  return [...new Set(own.map((record) => record.localId))].sort();
}

async function accountConnection(
  loaders: BankingLoaders,
  owners: readonly string[],
  page: Page,
): Promise<Connection<AccountRow>> {
  const rows = owners.length === 0 ? [] : await loaders.accounts.load({ owners, page });
  return connectionOf(rows, page, accountCursor, () =>
    owners.length === 0 ? 0 : loaders.accountCount.load(owners),
  );
}

/** Null for a number that the bank has no customer for: then nobody else can know them either. */
async function holderOf(account: AccountRow, { knownCustomer }: BankingLoaders) {
  const localId = account.holder_local_id;
  if (localId === null || (await knownCustomer.load(localId)) === null) return null;
  return { __typename: 'Customer', sourceRef: { division: DIVISION, localId } };
}

function accountCursor(account: AccountRow): readonly string[] {
  return [account.opened_on, account.id];
}

function transactionCursor(booking: TransactionRow): readonly string[] {
  return [booking.booked_at.toISOString(), booking.id];
}
