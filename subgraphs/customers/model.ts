/**
 * What the room thinks in: a division's record after standardising, the links between records, and the
 * golden values of a customer. Everything here is a value; nothing changes after it was made.
 */

/** A record's place in its division: the only name a division has for its customer. */
export interface SourceKey {
  readonly division: string;
  readonly localId: string;
}

export const CUSTOMER_STATUSES = ['CLOSED', 'PROSPECT', 'DORMANT', 'ACTIVE'] as const;

/** What a division may say of its customer, least active first. */
export type RecordStatus = (typeof CUSTOMER_STATUSES)[number];
type PartyType = 'PERSON' | 'ORGANIZATION';
export type Gender = 'NOT_KNOWN' | 'MALE' | 'FEMALE' | 'NOT_APPLICABLE';
export type ContactUse = 'HOME' | 'WORK' | 'MOBILE' | 'OTHER';
export type ValueTier = 'STANDARD' | 'PREFERRED' | 'KEY';

export interface StandardName {
  readonly full: string;
  readonly given: string | null;
  readonly family: string | null;
  readonly additional: string | null;
  readonly honorificPrefix: string | null;
  readonly honorificSuffix: string | null;
}

export interface StandardIdentifier {
  readonly scheme: string;
  readonly value: string;
  readonly issuer: string | null;
  readonly verified: boolean;
}

interface ContactPoint {
  readonly use: ContactUse | null;
  readonly preferred: boolean;
  readonly verified: boolean;
}

export interface StandardEmail extends ContactPoint {
  readonly address: string;
}

export interface StandardPhone extends ContactPoint {
  /** E.164. */
  readonly number: string;
  readonly extension: string | null;
}

export interface StandardAddress {
  readonly streetAddress: string | null;
  readonly locality: string | null;
  /** ISO 3166-2. */
  readonly region: string | null;
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly use: ContactUse | null;
}

export interface StandardConsent {
  readonly purpose: string;
  readonly channel: string | null;
  readonly granted: boolean;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** A division's record in the company's standards. What could not be brought into them is null or left out. */
export interface StandardRecord {
  readonly partyType: PartyType | null;
  readonly status: RecordStatus | null;
  readonly name: StandardName | null;
  /** ISO 8601 calendar date. */
  readonly birthDate: string | null;
  readonly gender: Gender | null;
  readonly preferredLanguage: string | null;
  readonly identifiers: readonly StandardIdentifier[];
  readonly emails: readonly StandardEmail[];
  readonly phones: readonly StandardPhone[];
  readonly addresses: readonly StandardAddress[];
  readonly consents: readonly StandardConsent[];
  /** RFC 3339 UTC: when the division saw these values. */
  readonly observedAt: string;
}

/** A value that was kept as it came, and why. */
export interface Fault {
  /** The field of the record, e.g. `phones[0].number`. */
  readonly field: string;
  readonly rawValue: string | null;
  readonly reason: string;
}

/** A standardised record with its place. */
export interface PlacedRecord extends SourceKey {
  readonly record: StandardRecord;
}

/** One text for a record's place, that no other place has. Sorts by division, then local id. */
export function sourceText(key: SourceKey): string {
  return `${key.division}\u0001${key.localId}`;
}

/** The place that `sourceText` wrote. */
export function sourceOfText(text: string): SourceKey {
  const end = text.indexOf('\u0001');
  return { division: text.slice(0, end), localId: text.slice(end + 1) };
}

/** By code unit: the same on every machine, whatever its locale. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
