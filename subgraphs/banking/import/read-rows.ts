import { ACCOUNT_KINDS, ACCOUNT_STATUSES, CARD_NETWORKS, CARD_STATUSES } from '../model.ts';
import type { AccountRow, BankCustomerRow, CardRow, TransactionRow } from '../model.ts';
import { RowReader } from './row-reader.ts';
import type { InputRow } from './row-reader.ts';

/** A card or transaction before its account is known. */
type OnAccount<Row> = Omit<Row, 'id' | 'account_id' | 'import_digest'> & {
  readonly accountNumber: string;
};

export type ImportedAccount = Omit<AccountRow, 'id' | 'request_id' | 'import_digest'>;
export type ImportedCard = OnAccount<Omit<CardRow, 'blocked_reason'>>;
export type ImportedTransaction = OnAccount<Omit<TransactionRow, 'currency'>>;

const VERSION = /^-?\d{1,30}(?:\.\d{1,15})?$/;

export function readCustomer(reader: RowReader): BankCustomerRow {
  return {
    local_id: reader.required('localId'),
    version: reader.matching('version', VERSION, 'a decimal number'),
    given_name: reader.text('givenName'),
    additional_name: reader.text('additionalName'),
    family_name: reader.text('familyName'),
    birth_date: reader.text('birthDate'),
    gender: reader.text('gender'),
    national_id: reader.text('nationalId'),
    national_id_scheme: reader.text('nationalIdScheme'),
    email: reader.text('email'),
    email_verified: reader.flag('emailVerified'),
    phone: reader.text('phone'),
    street_address: reader.text('streetAddress'),
    locality: reader.text('locality'),
    region: reader.text('region'),
    postal_code: reader.text('postalCode'),
    country: reader.text('country'),
  };
}

export function readAccount(reader: RowReader): ImportedAccount {
  const money = new RowReader(reader.part('balance'));
  const currency = money.currency('currency');
  const account: ImportedAccount = {
    number: reader.required('number'),
    holder_local_id: reader.text('holderLocalId', 100),
    kind: reader.oneOf('kind', ACCOUNT_KINDS) ?? 'CHECKING',
    status: reader.oneOf('status', ACCOUNT_STATUSES) ?? 'OPEN',
    opened_on: reader.date('openedOn'),
    closed_on: reader.optionalDate('closedOn'),
    balance: money.amount('amount', currency),
    currency,
  };
  if (money.reason !== null) reader.add(`In "balance": ${money.reason}`);
  checkClosing(reader, account);
  return account;
}

function checkClosing(reader: RowReader, account: ImportedAccount): void {
  if (reader.reason !== null) return;
  const { status, opened_on, closed_on } = account;
  if (status === 'CLOSED' && closed_on === null)
    reader.refuse('closedOn', 'given when the account is closed');
  if (status !== 'CLOSED' && closed_on !== null)
    reader.refuse('closedOn', 'empty unless the account is closed');
  if (closed_on !== null && closed_on < opened_on)
    reader.refuse('closedOn', `no earlier than ${opened_on}`);
}

export function readCard(reader: RowReader): ImportedCard {
  return {
    number: reader.required('id'),
    accountNumber: reader.required('accountNumber'),
    last_four: reader.matching('lastFour', /^\d{4}$/, 'four digits'),
    network: reader.oneOf('network', CARD_NETWORKS) ?? 'OTHER',
    status: reader.oneOf('status', CARD_STATUSES) ?? 'ACTIVE',
    expires_on: reader.date('expiresOn'),
  };
}

/** The digits of the amount are checked with the account's currency, which the row does not have. */
export function readTransaction(reader: RowReader): ImportedTransaction {
  return {
    number: reader.required('id'),
    accountNumber: reader.required('accountNumber'),
    booked_at: reader.instant('bookedAt'),
    amount: reader.amount('amount', ''),
    counterparty: reader.text('counterparty'),
    purpose: reader.text('purpose'),
  };
}

/** Why an amount does not fit a currency, or null. */
export function amountFault(amount: string, currency: string): string | null {
  const row: InputRow = { amount };
  const reader = new RowReader(row);
  reader.amount('amount', currency);
  return reader.reason;
}
