import type {
  ContactUse,
  StandardAddress,
  StandardEmail,
  StandardIdentifier,
  StandardPhone,
  StandardRecord,
} from '../model.ts';
import { standardisePostalCode, standardiseRegion } from './addresses.ts';
import { standardiseCountry } from './countries.ts';
import { emailKey, standardiseEmail } from './emails.ts';
import type { FaultList } from './fault-list.ts';
import { standardiseIdentifier, standardiseScheme } from './identifiers.ts';
import { standardiseList, type Entry } from './lists.ts';
import { standardisePhone } from './phones.ts';
import type { RawRecord } from './raw-record.ts';
import { comparisonKey, standardiseText } from './text.ts';
import type { Outcome } from './outcome.ts';
import { standardiseWord } from './words.ts';

type Contacts = Pick<StandardRecord, 'identifiers' | 'emails' | 'phones' | 'addresses'>;

/** The lists of a record by which a person can be found or reached. `country` is the record's own. */
export function standardiseContacts(
  raw: RawRecord,
  country: string | null,
  faults: FaultList,
): Contacts {
  const list = <Value>(
    field: keyof Contacts,
    read: (entry: Entry) => Value | null,
    keyOf: (value: Value) => string,
  ) => standardiseList({ field, value: raw[field], faults }, read, keyOf);
  return {
    identifiers: list('identifiers', readIdentifier, (it) => `${it.scheme} ${it.value}`),
    emails: list('emails', readEmail, (it) => emailKey(it.address)),
    phones: list(
      'phones',
      (entry) => readPhone(entry, country),
      (it) => it.number,
    ),
    addresses: list('addresses', (entry) => readAddress(entry, country), addressKey),
  };
}

function readIdentifier(entry: Entry): StandardIdentifier | null {
  const scheme = take(entry, 'scheme', standardiseScheme);
  if (scheme === null) return null;
  const value = take(entry, 'value', (raw) => standardiseIdentifier(raw, scheme));
  if (value === null) return null;
  return {
    scheme,
    value,
    issuer: take(entry, 'issuer', standardiseText),
    verified: flag(entry, 'verified'),
  };
}

function readEmail(entry: Entry): StandardEmail | null {
  const address = take(entry, 'address', standardiseEmail);
  return address === null ? null : { address, ...readContactPoint(entry) };
}

function readPhone(entry: Entry, country: string | null): StandardPhone | null {
  const phone = take(entry, 'number', (raw) => standardisePhone(raw, country));
  if (phone === null) return null;
  const extension = phone.extension ?? take(entry, 'extension', standardiseText);
  return { number: phone.number, extension, ...readContactPoint(entry) };
}

function readAddress(entry: Entry, recordCountry: string | null): StandardAddress | null {
  const country = take(entry, 'country', standardiseCountry) ?? recordCountry;
  const address = {
    streetAddress: take(entry, 'streetAddress', standardiseText),
    locality: take(entry, 'locality', standardiseText),
    region: take(entry, 'region', (raw) => standardiseRegion(raw, country)),
    postalCode: take(entry, 'postalCode', (raw) => standardisePostalCode(raw, country)),
  };
  // A country alone is no address.
  if (Object.values(address).every((part) => part === null)) return null;
  return { ...address, country, use: readUse(entry) };
}

/** Equal for two spellings of one place. */
export function addressKey(address: StandardAddress): string {
  const { streetAddress, locality, region, postalCode, country } = address;
  return [streetAddress, locality, region, postalCode, country]
    .map((part) => comparisonKey(part ?? ''))
    .join('|');
}

function readContactPoint(entry: Entry) {
  return {
    use: readUse(entry),
    preferred: flag(entry, 'preferred'),
    verified: flag(entry, 'verified'),
  };
}

const USES = ['HOME', 'WORK', 'MOBILE', 'OTHER'] as const;

function readUse(entry: Entry): ContactUse | null {
  return take(entry, 'use', (raw) => standardiseWord(raw, USES));
}

function take<Value>(
  entry: Entry,
  name: string,
  standardise: (raw: unknown) => Outcome<Value>,
): Value | null {
  const raw = entry.raw[name];
  return entry.faults.take(`${entry.path}.${name}`, raw, standardise(raw));
}

/** Only a plain `true` is one: `verified` decides who is who. */
function flag(entry: Entry, name: string): boolean {
  return entry.raw[name] === true;
}
