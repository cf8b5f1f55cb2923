import fc from 'fast-check';
import type { PlacedRecord } from '../../../../../subgraphs/customers/model.ts';
import { standardiseRecord } from '../../../../../subgraphs/customers/standardise/standardise-record.ts';

const AS_OF = new Date('2026-11-22T10:00:00Z');

/** What a division says of a person; null where it does not know. */
export interface Sayings {
  readonly given: string | null;
  readonly family: string | null;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly ssn: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly street: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
}

const maybe = (...texts: readonly string[]) => fc.option(fc.constantFrom(...texts), { nil: null });

/** Few values, alike in all the ways that levels tell apart. */
export const sayings: fc.Arbitrary<Sayings> = fc.record({
  given: maybe('Robert', 'Bob', 'Roberta', 'Emma', 'R'),
  family: maybe('Smith', 'Smyth', 'Quill', 'Emma'),
  birthDate: maybe('1990-12-13', '1990-12-31', '1990-03-12', '1971-01-02'),
  gender: maybe('M', 'F'),
  ssn: maybe('926932157', '926932175', '614709100'),
  email: maybe('bob@a.example', 'bob@b.example', 'emma@a.example'),
  phone: maybe('+12025550143', '+12025550144', '+13105550199'),
  street: maybe('12 Elm Street', '12 Elm St', '99 Harbour Road'),
  town: maybe('Albany', 'Albani', 'Reno'),
  postcode: maybe('10001', '10002', '94016'),
});

export function recordOf(localId: string, said: Sayings): PlacedRecord {
  const list = <Value>(value: string | null, made: (value: string) => Value) =>
    value === null ? [] : [made(value)];
  const { given, family, birthDate, gender, street, town, postcode } = said;
  const address = { streetAddress: street, locality: town, postalCode: postcode, country: 'US' };
  const raw = {
    localId,
    version: '1',
    country: 'US',
    name: given === null && family === null ? null : { given, family },
    birthDate,
    gender,
    identifiers: list(said.ssn, (value) => ({ scheme: 'US-SSN', value, verified: false })),
    emails: list(said.email, (value) => ({ address: value })),
    phones: list(said.phone, (number) => ({ number })),
    addresses: street === null && town === null && postcode === null ? [] : [address],
  };
  return { division: 'banking', localId, record: standardiseRecord(raw, AS_OF).record };
}
