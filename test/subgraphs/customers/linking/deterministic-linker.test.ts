import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deterministicLinker } from '../../../../subgraphs/customers/linking/deterministic-linker.ts';
import type { PlacedRecord } from '../../../../subgraphs/customers/model.ts';
import { standardiseRecord } from '../../../../subgraphs/customers/standardise/standardise-record.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const NOBODY: ReadonlySet<string> = new Set();

interface Person {
  readonly name?: string;
  readonly born?: string;
  readonly ssn?: string;
  /** Not checked by the division. */
  readonly claimedSsn?: string;
  readonly email?: string;
  readonly unverifiedEmail?: string;
  readonly party?: string;
}

function record(localId: string, person: Person): PlacedRecord {
  const [given, family] = (person.name ?? '').split(/\s+/);
  const raw = {
    name: { given, family },
    birthDate: person.born,
    partyType: person.party,
    identifiers: [
      ...(person.ssn === undefined
        ? []
        : [{ scheme: 'US-SSN', value: person.ssn, verified: true }]),
      ...(person.claimedSsn === undefined ? [] : [{ scheme: 'US-SSN', value: person.claimedSsn }]),
    ],
    emails: [
      ...(person.email === undefined ? [] : [{ address: person.email, verified: true }]),
      ...(person.unverifiedEmail === undefined ? [] : [{ address: person.unverifiedEmail }]),
    ],
  };
  return { division: 'banking', localId, record: standardiseRecord(raw, NOW).record };
}

/** Local ids by customer. */
function customersOf(records: readonly PlacedRecord[], worthless = NOBODY): readonly string[] {
  return deterministicLinker
    .cluster(records, worthless)
    .map(({ members }) => members.map(({ localId }) => localId).join(' '));
}

const link = (...people: readonly Person[]) =>
  customersOf(people.map((person, index) => record(String(index), person)));

const SSN = '926932157';
const OTHER_SSN = '806945725';

describe('two records are one customer', () => {
  test.each<[string, Person, Person]>([
    [
      'by the same national identifier and birth date, whatever the names',
      { name: 'Emma Smith', ssn: SSN, born: '1990-12-13' },
      { name: 'Emma Jones', ssn: '926-93-2157', born: '12/13/1990' },
    ],
    [
      'by an identifier that one of them only claims',
      { ssn: SSN, born: '1990-12-13' },
      { claimedSsn: SSN, born: '1990-12-13' },
    ],
    [
      'by the same verified e-mail and name',
      { name: 'Emma Smith', email: 'emma@b.example' },
      { name: 'EMMA  Smith', email: 'Emma@B.example', born: '1990-12-13' },
    ],
    [
      'by names that differ in accents and hyphens only',
      { name: 'Zoë Lee-Núñez', email: 'z@b.example' },
      { name: 'Zoe Lee-Nunez', email: 'z@b.example' },
    ],
  ])('%s', (_, left, right) => {
    expect(link(left, right)).toEqual(['0 1']);
  });
});

describe('two records are two customers', () => {
  test.each<[string, Person, Person]>([
    [
      'with the same name and birth date alone',
      { name: 'Emma Smith', born: '1990-12-13' },
      { name: 'Emma Smith', born: '1990-12-13' },
    ],
    ['with nothing known at all', {}, {}],
    ['with the same identifier and no birth date', { ssn: SSN }, { ssn: SSN }],
    [
      'with the same identifier and one birth date unknown',
      { ssn: SSN, born: '1990-12-13' },
      { ssn: SSN },
    ],
    [
      'with the same identifier and two birth dates',
      { ssn: SSN, born: '1990-12-13' },
      { ssn: SSN, born: '1990-12-14' },
    ],
    [
      'with the same e-mail, verified by one of them only',
      { name: 'Emma Smith', email: 'e@b.example' },
      { name: 'Emma Smith', unverifiedEmail: 'e@b.example' },
    ],
    [
      'with the same verified e-mail and two names',
      { name: 'Emma Smith', email: 'e@b.example' },
      { name: 'John Smith', email: 'e@b.example' },
    ],
    [
      'with the same verified e-mail and a name of one word',
      { name: 'Emma', email: 'e@b.example' },
      { name: 'Emma', email: 'e@b.example' },
    ],
    [
      'with the same e-mail and name, as father and son: two birth dates',
      { name: 'John Smith', email: 'j@b.example', born: '1950-01-02' },
      { name: 'John Smith', email: 'j@b.example', born: '1980-01-02' },
    ],
    [
      'with the same e-mail and name, and two verified identifiers',
      { name: 'John Smith', email: 'j@b.example', ssn: SSN },
      { name: 'John Smith', email: 'j@b.example', ssn: OTHER_SSN },
    ],
    [
      'a person and a company with one mailbox and name',
      { name: 'John Smith', email: 'j@b.example', party: 'PERSON' },
      { name: 'John Smith', email: 'j@b.example', party: 'ORGANIZATION' },
    ],
  ])('%s', (_, left, right) => {
    expect(link(left, right)).toEqual(['0', '1']);
  });
});

describe('many records', () => {
  const BRIDGE = { name: 'John Smith', email: 'j@b.example' };

  test('are one customer through each other', () => {
    expect(
      link(
        { ssn: SSN, born: '1990-12-13', name: 'John Smith', email: 'j@b.example' },
        { ssn: SSN, born: '1990-12-13' },
        BRIDGE,
      ),
    ).toEqual(['0 1 2']);
  });

  test('never bridge two people who are certainly two', () => {
    expect(link({ ...BRIDGE, ssn: SSN }, BRIDGE, { ...BRIDGE, ssn: OTHER_SSN })).toEqual([
      '0 1',
      '2',
    ]);
  });

  test('a key without worth links nobody', () => {
    const records = [record('a', BRIDGE), record('b', BRIDGE)];
    const keys = new Set(records.flatMap((it) => deterministicLinker.keysOf(it.record)));
    expect(customersOf(records, keys)).toEqual(['a', 'b']);
  });

  test('the rule and its probability are told for each', () => {
    const [customer] = deterministicLinker.cluster(
      [
        record('a', { ...BRIDGE, ssn: SSN, born: '1990-12-13' }),
        record('b', { ssn: SSN, born: '1990-12-13' }),
        record('c', BRIDGE),
      ],
      NOBODY,
    );
    expect(customer?.members.map(({ localId, evidence }) => [localId, evidence?.rule])).toEqual([
      ['a', 'same-national-identifier'],
      ['b', 'same-national-identifier'],
      ['c', 'same-verified-email'],
    ]);
  });

  test('are linked the same in any order', () => {
    const maybe = (...values: string[]) =>
      fc.option(fc.constantFrom(...values), { nil: undefined });
    const person = fc.record({
      name: maybe('Emma Smith', 'Emma Jones', 'Al Lee'),
      born: maybe('1990-12-13', '1980-01-02'),
      ssn: maybe(SSN, OTHER_SSN),
      claimedSsn: maybe(SSN, OTHER_SSN),
      email: maybe('e@b.example', 'f@b.example'),
      party: maybe('PERSON', 'ORGANIZATION'),
    });
    const known = (value: object) =>
      Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined));
    const shuffled = fc.array(person, { maxLength: 12 }).chain((people) => {
      const records = people.map((it, index) => record(String(index), known(it)));
      return fc.tuple(
        fc.constant(records),
        fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
      );
    });
    fc.assert(
      fc.property(shuffled, ([records, otherOrder]) => {
        expect(customersOf(otherOrder)).toEqual(customersOf(records));
      }),
      { numRuns: 300 },
    );
  });
});
