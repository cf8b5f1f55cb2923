import type { CustomerRow } from './company.ts';
import type { Membership } from './memberships.ts';
import { misspell } from './misspell.ts';
import type { Address, Identity } from './people.ts';
import type { Random } from './random.ts';
import { SHORT_FORMS } from './words/names.ts';

/** How carefully a division writes: shares of its records, 0 to 1. */
export interface Habits {
  readonly identifierKnown: number;
  readonly birthDateKnown: number;
  readonly birthDateWrong: number;
  readonly emailKnown: number;
  readonly emailVerified: number;
  readonly misspelt: number;
  readonly outdated: number;
  readonly capitals: number;
}

const CAREFUL: Habits = Object.freeze({
  identifierKnown: 1,
  birthDateKnown: 1,
  birthDateWrong: 0,
  emailKnown: 1,
  emailVerified: 1,
  misspelt: 0,
  outdated: 0,
  capitals: 0,
});

/** What a division wrote down of a person, with its own mistakes. */
export function makeCustomerRow(
  random: Random,
  { person, localId }: Membership,
  usualHabits: Habits,
): CustomerRow {
  const habits = person.isExample ? CAREFUL : usualHabits;
  const isOutdated = random.chance(habits.outdated);
  const capitals = random.chance(habits.capitals);
  const written = (name: string) => (capitals ? name.toUpperCase() : name);
  return {
    localId,
    version: '1',
    ...namesOf(random, person, { ...habits, isOutdated, written }),
    ...(random.chance(habits.birthDateKnown)
      ? { birthDate: birthDateOf(random, person, habits) }
      : {}),
    ...(random.chance(habits.identifierKnown) ? identifierOf(person) : {}),
    ...contactsOf(random, person, habits),
    ...addressOf(isOutdated ? (person.formerAddress ?? person.address) : person.address, written),
    country: person.country.code,
  };
}

interface Writing {
  readonly misspelt: number;
  readonly isOutdated: boolean;
  readonly written: (name: string) => string;
}

function namesOf(random: Random, person: Identity, { misspelt, isOutdated, written }: Writing) {
  const { givenName, additionalName, familyName, formerFamilyName } = person;
  const given = random.chance(0.04) ? (SHORT_FORMS.get(givenName) ?? givenName) : givenName;
  const family = isOutdated ? (formerFamilyName ?? familyName) : familyName;
  const typed = (name: string) => written(random.chance(misspelt) ? misspell(random, name) : name);
  const additional = additionalName === null || random.chance(0.4) ? null : additionalName;
  return {
    givenName: typed(given),
    ...(additional === null ? {} : { additionalName: written(additionalPart(random, additional)) }),
    familyName: typed(family),
  };
}

function additionalPart(random: Random, name: string): string {
  return random.chance(0.5) ? `${name.charAt(0)}.` : name;
}

/** Of wrong ones two in three have day and month exchanged, the others are no date at all. */
function birthDateOf(random: Random, { birthDate }: Identity, { birthDateWrong }: Habits): string {
  if (!random.chance(birthDateWrong)) return birthDate;
  const [year = '', month = '', day = ''] = birthDate.split('-');
  return random.chance(2 / 3) && Number(day) <= 12 ? `${year}-${day}-${month}` : '1900-00-00';
}

function identifierOf({ nationalId, country }: Identity) {
  return { nationalId, nationalIdScheme: country.idScheme };
}

function contactsOf(random: Random, person: Identity, habits: Habits) {
  const isOther = random.chance(0.12);
  const email = isOther ? person.otherEmail : person.email;
  const hasEmail = random.chance(habits.emailKnown);
  const isVerified = random.chance(habits.emailVerified);
  return {
    ...(hasEmail ? { email, emailVerified: isVerified } : {}),
    ...(random.chance(0.9) ? { phone: phoneOf(random, person.phone) } : {}),
  };
}

/** Everybody writes phone numbers in their own way. */
function phoneOf(random: Random, phone: string): string {
  const roll = random.next();
  if (roll < 0.005) return 'unknown';
  if (roll < 0.3) return phone.replace(/[()]/g, '').replace(/\s+/g, '-');
  if (roll < 0.5) return phone.replace(/[^0-9]/g, '');
  return phone;
}

function addressOf(
  { streetAddress, town, postalCode }: Address,
  written: (name: string) => string,
) {
  return {
    streetAddress: written(streetAddress),
    locality: written(town.locality),
    ...(town.region === null ? {} : { region: town.region }),
    postalCode,
  };
}
