/** What the bank keeps: its tables' rows, and the values that a column may hold. */

export const DIVISION = 'banking';

export const ACCOUNT_KINDS = ['CHECKING', 'SAVINGS', 'CREDIT_CARD', 'DEPOSIT'] as const;
export const ACCOUNT_STATUSES = ['OPEN', 'BLOCKED', 'CLOSED'] as const;
export const CARD_NETWORKS = ['VISA', 'MASTERCARD', 'AMEX', 'OTHER'] as const;
export const CARD_STATUSES = ['ACTIVE', 'BLOCKED', 'EXPIRED'] as const;

export type AccountKind = (typeof ACCOUNT_KINDS)[number];
type AccountStatus = (typeof ACCOUNT_STATUSES)[number];
type CardNetwork = (typeof CARD_NETWORKS)[number];
type CardStatus = (typeof CARD_STATUSES)[number];

/** A customer as the bank wrote them down; nothing is standardised here. */
export interface BankCustomerRow {
  readonly local_id: string;
  /** Grows with every change of the record; decimal text. */
  readonly version: string;
  readonly given_name: string | null;
  readonly additional_name: string | null;
  readonly family_name: string | null;
  readonly birth_date: string | null;
  readonly gender: string | null;
  readonly national_id: string | null;
  readonly national_id_scheme: string | null;
  readonly email: string | null;
  readonly email_verified: boolean | null;
  readonly phone: string | null;
  readonly street_address: string | null;
  readonly locality: string | null;
  readonly region: string | null;
  readonly postal_code: string | null;
  readonly country: string | null;
}

export interface AccountRow {
  readonly id: string;
  /** The bank's own account number: never shown whole. */
  readonly number: string;
  /** Kept even when the bank has no such customer (yet). */
  readonly holder_local_id: string | null;
  readonly kind: AccountKind;
  readonly status: AccountStatus;
  readonly opened_on: string;
  readonly closed_on: string | null;
  readonly balance: string;
  readonly currency: string;
  /** The caller's id of the request that opened it, so that a repeated request opens nothing. */
  readonly request_id: string | null;
  /** Of the imported row as it last came; what came before and comes again changes nothing. */
  readonly import_digest: string | null;
}

export interface CardRow {
  readonly id: string;
  readonly number: string;
  readonly account_id: string;
  readonly last_four: string;
  readonly network: CardNetwork;
  readonly status: CardStatus;
  readonly expires_on: string;
  readonly blocked_reason: string | null;
  readonly import_digest: string | null;
}

export interface TransactionRow {
  readonly id: string;
  readonly number: string;
  readonly account_id: string;
  readonly booked_at: Date;
  /** Negative when money leaves the account; in the account's currency. */
  readonly amount: string;
  readonly currency: string;
  readonly counterparty: string | null;
  readonly purpose: string | null;
  readonly import_digest: string | null;
}

export interface BankingTables {
  readonly bank_customer: BankCustomerRow;
  readonly account: AccountRow;
  readonly card: CardRow;
  readonly transaction: TransactionRow;
}

export interface AccountFilter {
  readonly kind?: AccountKind | null;
  readonly status?: AccountStatus | null;
}

/** `YYYY-MM-DD` in UTC. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** `•••• 1234`; a number of four digits or fewer is hidden whole. */
export function maskNumber(number: string): string {
  return number.length > 4 ? `•••• ${number.slice(-4)}` : '••••';
}
