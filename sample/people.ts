import { dayText, YEAR } from './calendar.ts';
import { fillPattern, pickCountry, type Country } from './countries.ts';
import type { Random } from './random.ts';
import type { Town } from './words/places.ts';

export interface Address {
  readonly streetAddress: string;
  readonly town: Town;
  readonly postalCode: string;
}

/** A person as they are: what the divisions wrote down is a copy of it, with mistakes. */
export interface Identity {
  readonly id: string;
  /** Whom examples ask for: with every division, whose records of them are right. */
  readonly isExample: boolean;
  readonly country: Country;
  readonly isWoman: boolean;
  readonly givenName: string;
  readonly additionalName: string | null;
  readonly familyName: string;
  /** Before a marriage, for those who have changed it. */
  readonly formerFamilyName: string | null;
  readonly birthDate: string;
  readonly nationalId: string;
  readonly email: string;
  readonly otherEmail: string;
  readonly phone: string;
  readonly address: Address;
  /** Before a move, for those who have moved. */
  readonly formerAddress: Address | null;
}

/** Persons of whom some share a name, some a name and a birth date, and some a home and an e-mail address. */
export function makePeople(random: Random, count: number, asOf: number): readonly Identity[] {
  const people: Identity[] = [];
  for (let index = 0; index < count; index += 1) {
    const person = makePerson(random, index, asOf);
    // The first few are nobody's double: examples are easier to follow that way.
    const other = index < 50 ? null : random.pick(people);
    if (other !== null && random.chance(0.02)) people.push(namesakeOf(person, other, random));
    else if (other !== null && random.chance(0.05)) people.push(housemateOf(person, other));
    else people.push(person);
  }
  return people;
}

function makePerson(random: Random, index: number, asOf: number): Identity {
  const country = index === 0 ? pickFirstCountry(random) : pickCountry(random);
  const isWoman = random.chance(0.51);
  const { women, men, families } = country.names;
  const givenName = random.pick(isWoman ? women : men);
  const familyName = random.pick(families);
  const age = Math.min(95, 18 + Math.abs(random.normal()) * 14 + random.next() * 25);
  const birthDate = dayText(asOf - age * YEAR - random.between(1, 300) * (YEAR / 365));
  const address = makeAddress(random, country);
  return {
    id: `P${String(index + 1).padStart(6, '0')}`,
    isExample: index === 0,
    country,
    isWoman,
    givenName,
    additionalName: random.chance(0.4) ? random.pick(isWoman ? women : men) : null,
    familyName,
    formerFamilyName: random.chance(isWoman ? 0.08 : 0.02) ? random.pick(families) : null,
    birthDate,
    nationalId: country.identifier(index + 1, birthDate),
    email: emailOf(random, index, [givenName, familyName]),
    otherEmail: emailOf(random, index, [familyName, givenName.charAt(0)]),
    phone: fillPattern(address.town.phone, random),
    address,
    formerAddress: random.chance(0.15) ? makeAddress(random, country) : null,
  };
}

/** The first person is the one whom examples ask for, so at home where most are. */
function pickFirstCountry(random: Random): Country {
  for (;;) {
    const country = pickCountry(random);
    if (country.code === 'US') return country;
  }
}

function makeAddress(random: Random, country: Country): Address {
  const town = random.pick(country.towns);
  const street = random.pick(country.streets);
  const number = random.between(1, country.code === 'US' ? 9_800 : 180);
  const unit = random.chance(0.15) && country.code === 'US' ? `, Apt ${random.between(1, 60)}` : '';
  return {
    streetAddress: country.streetFirst ? `${street} ${number}` : `${number} ${street}${unit}`,
    town,
    postalCode: fillPattern(town.postalCode, random),
  };
}

/** The number keeps addresses apart, also of namesakes. */
function emailOf(random: Random, index: number, parts: readonly [string, string]): string {
  const [left, right] = parts.map(plainLetters);
  const host = random.pick(['example.com', 'example.com', 'example.net', 'example.org']);
  return `${left}.${right}${index + 1}@${host}`;
}

function plainLetters(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/ı/g, 'i')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}

/** Another person of the same full name: one in three born on the same day too. */
function namesakeOf(person: Identity, other: Identity, random: Random): Identity {
  const { country, isWoman, givenName, familyName } = other;
  const birthDate = random.chance(1 / 3) ? other.birthDate : person.birthDate;
  const address = makeAddress(random, country);
  const serial = Number(person.id.slice(1));
  return {
    ...person,
    country,
    isWoman,
    givenName,
    additionalName: null,
    familyName,
    formerFamilyName: null,
    birthDate,
    nationalId: country.identifier(serial, birthDate),
    email: emailOf(random, serial - 1, [givenName, familyName]),
    otherEmail: emailOf(random, serial - 1, [familyName, givenName.charAt(0)]),
    phone: fillPattern(address.town.phone, random),
    address,
    formerAddress: null,
  };
}

/** Lives with somebody: same home, and the same address for letters of either kind. */
function housemateOf(person: Identity, other: Identity): Identity {
  if (person.country !== other.country || person.givenName === other.givenName) return person;
  const { address, email, phone } = other;
  return { ...person, address, email, phone, familyName: other.familyName };
}
