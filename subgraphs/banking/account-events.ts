import type { NewEvent } from '../kit/outbox.ts';
import { DIVISION } from './model.ts';
import type { AccountRow, BankCustomerRow } from './model.ts';

type AccountState = Pick<AccountRow, 'id' | 'holder_local_id' | 'opened_on' | 'closed_on'>;

/**
 * What a change of an account means for the company: nothing, a product opened, a product closed. An account
 * without a holder is nobody's product until its holder is known; an account that gets another holder is
 * opened again under theirs. `now` is when a closed account was found open again: the bank has no date for it.
 */
export function accountEvents(
  before: AccountState | undefined,
  after: AccountState,
  now: Date,
): readonly NewEvent[] {
  const holder = after.holder_local_id;
  if (holder === null) return [];
  const product = { productId: after.id, kind: 'ACCOUNT', division: DIVISION, localId: holder };
  const sameHolder = before?.holder_local_id === holder;
  const closedBefore = sameHolder ? before.closed_on : null;
  const reopened = closedBefore !== null && after.closed_on === null;
  const events: NewEvent[] = [];
  if (!sameHolder || reopened) {
    const occurredAt = reopened ? now.toISOString() : startOf(after.opened_on);
    events.push({ type: 'product.opened', occurredAt, payload: product });
  }
  if (after.closed_on !== null && after.closed_on !== closedBefore) {
    events.push({ type: 'product.closed', occurredAt: startOf(after.closed_on), payload: product });
  }
  return events;
}

/** The record as the central customer database takes it; what the bank does not know is left out. */
export function customerRecorded(row: BankCustomerRow, occurredAt: Date): NewEvent {
  return {
    type: 'customer.recorded',
    occurredAt: occurredAt.toISOString(),
    payload: { division: DIVISION, localId: row.local_id, record: customerRecord(row) },
  };
}

function customerRecord(row: BankCustomerRow): Readonly<Record<string, unknown>> {
  return withoutNulls({
    localId: row.local_id,
    version: row.version,
    name: orNull({
      given: row.given_name,
      additional: row.additional_name,
      family: row.family_name,
    }),
    birthDate: row.birth_date,
    gender: row.gender,
    country: row.country,
    identifiers: row.national_id === null ? null : [identifierOf(row, row.national_id)],
    emails:
      row.email === null ? null : [{ address: row.email, verified: row.email_verified ?? false }],
    phones: row.phone === null ? null : [{ number: row.phone }],
    addresses: listOf(
      orNull({
        streetAddress: row.street_address,
        locality: row.locality,
        region: row.region,
        postalCode: row.postal_code,
      }),
      { country: row.country },
    ),
  });
}

function identifierOf(row: BankCustomerRow, value: string) {
  const scheme =
    row.national_id_scheme ?? (row.country === null ? 'NATIONAL' : `${row.country}-NATIONAL`);
  return { scheme, value };
}

/** A country alone is no address. */
function listOf(address: object | null, more: Readonly<Record<string, unknown>>) {
  return address === null ? null : [withoutNulls({ ...address, ...more })];
}

function orNull(values: Readonly<Record<string, unknown>>): object | null {
  const known = withoutNulls(values);
  return Object.keys(known).length === 0 ? null : known;
}

function withoutNulls(
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function startOf(day: string): string {
  return `${day}T00:00:00.000Z`;
}
