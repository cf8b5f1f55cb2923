import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { generateCustomer, type GeneratedRecord } from '../generated-customers.ts';

/** The roles of the file's columns, as a mapping for `npm run match`. */
export const PEOPLE_MAPPING = `id: id
truth: { column: person }
fields:
  givenName: given
  familyName: family
  birthDate: born
  street: street
  locality: town
  postalCode: postcode
  email: email
  phone: phone
`;

const COLUMNS = 'id,person,given,family,born,street,town,postcode,email,phone';

/**
 * Writes a CSV file of records of made-up people: three of ten have two to four records, with slips of the
 * pen, old addresses and missing values. The same number of records is the same file.
 */
export async function writePeople(file: string, records: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write(`${COLUMNS}\n`);
  let written = 0;
  for (let person = 0; written < records; person++) {
    const random = chances(person);
    const copies = random() < 0.7 ? 1 : 2 + Math.floor(random() * 3);
    for (let copy = 0; copy < copies && written < records; copy++) {
      const values = valuesOf(generateCustomer(person), copy === 0 ? null : random);
      const isFull = !stream.write(`${[written++, person, ...values].join(',')}\n`);
      if (isFull) await once(stream, 'drain');
    }
  }
  stream.end();
  await once(stream, 'finish');
}

/** A person's values as they are, or as somebody else wrote them down. */
function valuesOf(record: GeneratedRecord, random: (() => number) | null): readonly string[] {
  const { name, birthDate, addresses, emails, phones } = record;
  const places = addresses.flatMap((address) => [
    address['streetAddress'] ?? '',
    address['locality'] ?? '',
    address['postalCode'] ?? '',
  ]);
  const contacts = [...emails.map(({ address }) => address), ...phones.map(({ number }) => number)];
  const values = [name.given, name.family, birthDate, ...places, ...contacts];
  return random === null ? values : values.map((value) => asWrittenAgain(value, random));
}

function asWrittenAgain(value: string, random: () => number): string {
  const chance = random();
  if (chance < 0.12) return '';
  return chance < 0.24 ? withSlip(value, random) : value;
}

/** Leaves out a letter, or swaps two. */
function withSlip(value: string, random: () => number): string {
  const at = Math.floor(random() * Math.max(1, value.length - 1));
  const [one = '', two = ''] = [value[at], value[at + 1]];
  const instead = random() < 0.5 ? two : `${two}${one}`;
  return value.slice(0, at) + instead + value.slice(at + 2);
}

/** Mulberry32: numbers from 0 up to, not including, 1. */
function chances(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
