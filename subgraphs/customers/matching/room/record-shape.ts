import type { PlacedRecord, StandardRecord } from '../../model.ts';
import { isNationalScheme } from '../../standardise/identifiers.ts';
import type { RecordShape } from '../run/table-builder.ts';
import { SEVERAL } from '../values/column.ts';

/** The fields in which the room's records are compared, beside their names. */
export const RECORD_SHAPE: RecordShape = {
  names: { given: 0, family: 1, additional: 2, full: 3 },
  fields: [
    { name: 'birthDate', role: 'birthDate', place: 4 },
    { name: 'gender', role: 'gender', place: 5 },
    { name: 'identifier', role: 'identifier', place: 6 },
    { name: 'email', role: 'email', place: 7 },
    { name: 'phone', role: 'phone', place: 8 },
    { name: 'street', role: 'street', place: 9 },
    { name: 'locality', role: 'locality', place: 10 },
    { name: 'postalCode', role: 'postalCode', place: 11 },
  ],
};

/** A record's texts, in the places of `RECORD_SHAPE`. */
export function textsOfRecord({ record }: PlacedRecord): readonly string[] {
  const { name, addresses } = record;
  return [
    name?.given ?? '',
    name?.family ?? '',
    name?.additional ?? '',
    name?.full ?? '',
    record.birthDate ?? '',
    genderText(record.gender),
    several(identifiersOf(record)),
    several(record.emails.map(({ address }) => address)),
    several(record.phones.map(({ number }) => number)),
    several(addresses.map(({ streetAddress }) => streetAddress)),
    several(addresses.map(({ locality }) => locality)),
    several(addresses.map(({ postalCode }) => postalCode)),
  ];
}

/** Numbers that are the same in every division: a state's, or a legal entity's. */
function identifiersOf({ identifiers }: StandardRecord): readonly string[] {
  return identifiers
    .filter(({ scheme }) => isNationalScheme(scheme) || scheme === 'LEI')
    .map(({ scheme, value }) => `${scheme}${value}`);
}

function genderText(gender: StandardRecord['gender']): string {
  return gender === 'MALE' || gender === 'FEMALE' ? gender : '';
}

function several(texts: readonly (string | null)[]): string {
  return [...new Set(texts.filter((text) => text !== null))].sort().join(SEVERAL);
}
