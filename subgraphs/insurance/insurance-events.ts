import type { NewEvent } from '../kit/outbox.ts';
import { DIVISION } from './model.ts';
import type { HolderRow, PolicyRow, PolicyStatus } from './model.ts';

const ENDED: readonly PolicyStatus[] = ['LAPSED', 'CANCELLED', 'EXPIRED'];

type PolicyState = Pick<PolicyRow, 'id' | 'holder_local_id' | 'status' | 'starts_on' | 'ends_on'>;

/**
 * What a change of a policy means for the company: nothing, a product opened, a product closed. A quote is no
 * product yet. `now` is when an ended policy was found in force again: the file has no date for it.
 */
export function policyEvents(
  before: PolicyState | undefined,
  after: PolicyState,
  now: Date,
): readonly NewEvent[] {
  if (after.status === 'QUOTED') return [];
  const known = before !== undefined && isSameProduct(before, after) ? before : null;
  const localId = after.holder_local_id;
  const payload = { productId: after.id, kind: 'POLICY', division: DIVISION, localId };
  const [opened, closed] = [openedAt(known, after, now), closedAt(known, after)];
  return [
    ...(opened === null ? [] : [{ type: 'product.opened' as const, occurredAt: opened, payload }]),
    ...(closed === null ? [] : [{ type: 'product.closed' as const, occurredAt: closed, payload }]),
  ];
}

function openedAt(known: PolicyState | null, after: PolicyState, now: Date): string | null {
  if (known === null) return startOf(after.starts_on);
  return endOf(known) !== null && endOf(after) === null ? now.toISOString() : null;
}

function closedAt(known: PolicyState | null, after: PolicyState): string | null {
  const ended = endOf(after);
  const endedBefore = known === null ? null : endOf(known);
  return ended === null || ended === endedBefore ? null : startOf(ended);
}

/** The company knows it already: it was no quote, and the same holder had it. */
function isSameProduct(before: PolicyState, after: PolicyState): boolean {
  return before.status !== 'QUOTED' && before.holder_local_id === after.holder_local_id;
}

function endOf(policy: PolicyState): string | null {
  return ENDED.includes(policy.status) ? policy.ends_on : null;
}

/** The record as the central customer database takes it; what the division does not know is left out. */
export function holderRecorded(row: Omit<HolderRow, 'digest'>, occurredAt: Date): NewEvent {
  return {
    type: 'customer.recorded',
    occurredAt: occurredAt.toISOString(),
    payload: { division: DIVISION, localId: row.local_id, record: customerRecord(row) },
  };
}

function customerRecord(row: Omit<HolderRow, 'digest'>): Readonly<Record<string, unknown>> {
  const address = orNull({
    streetAddress: row.street_address,
    locality: row.locality,
    region: row.region,
    postalCode: row.postal_code,
  });
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
    // A country alone is no address.
    addresses: address === null ? null : [withoutNulls({ ...address, country: row.country })],
  });
}

function identifierOf(row: Omit<HolderRow, 'digest'>, value: string) {
  const unnamed = row.country === null ? 'NATIONAL' : `${row.country}-NATIONAL`;
  return { scheme: row.national_id_scheme ?? unnamed, value };
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
