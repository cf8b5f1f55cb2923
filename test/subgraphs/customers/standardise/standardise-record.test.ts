import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { standardiseRecord } from '../../../../subgraphs/customers/standardise/standardise-record.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

const complete = {
  localId: 'C00000001',
  version: '1',
  partyType: 'PERSON',
  status: 'ACTIVE',
  name: { given: 'Emma', additional: 'Avaya', family: "O'Brien-Smith", honorificPrefix: 'Dr' },
  birthDate: '12/13/1990',
  gender: 'Female',
  preferredLanguage: 'en_us',
  country: 'US',
  identifiers: [{ scheme: 'US-SSN', value: '926-93-2157', verified: true }],
  emails: [{ address: 'Emma@GMAIL.com', verified: true, preferred: true, use: 'HOME' }],
  phones: [{ number: '367-171-6840', use: 'MOBILE' }],
  addresses: [
    {
      streetAddress: '387 Wellington Ave.',
      locality: 'Albuquerque',
      region: 'NM',
      postalCode: '47246',
    },
  ],
  consents: [{ purpose: 'marketing', channel: 'EMAIL', granted: true, at: '2026-01-02T03:04:05Z' }],
  observedAt: '2026-11-01T00:00:00Z',
};

describe('a record', () => {
  test('is brought into the standards as a whole', () => {
    expect(standardiseRecord(complete, NOW)).toEqual({
      faults: [],
      record: {
        partyType: 'PERSON',
        status: 'ACTIVE',
        name: {
          full: "Emma Avaya O'Brien-Smith",
          given: 'Emma',
          family: "O'Brien-Smith",
          additional: 'Avaya',
          honorificPrefix: 'Dr',
          honorificSuffix: null,
        },
        birthDate: '1990-12-13',
        gender: 'FEMALE',
        preferredLanguage: 'en-US',
        identifiers: [{ scheme: 'US-SSN', value: '926932157', issuer: null, verified: true }],
        emails: [{ address: 'Emma@gmail.com', use: 'HOME', preferred: true, verified: true }],
        phones: [
          {
            number: '+13671716840',
            extension: null,
            use: 'MOBILE',
            preferred: false,
            verified: false,
          },
        ],
        addresses: [
          {
            streetAddress: '387 Wellington Ave.',
            locality: 'Albuquerque',
            region: 'US-NM',
            postalCode: '47246',
            country: 'US',
            use: null,
          },
        ],
        consents: [
          { purpose: 'marketing', channel: 'EMAIL', granted: true, at: '2026-01-02T03:04:05.000Z' },
        ],
        observedAt: '2026-11-01T00:00:00.000Z',
      },
    });
  });

  test('with bad values loses those values and names each', () => {
    const { record, faults } = standardiseRecord(
      {
        ...complete,
        birthDate: '2/4/1965',
        gender: 'x',
        emails: [{ address: 'nobody' }, { address: 'a@b.example' }],
        phones: 'none',
        observedAt: '2999-01-01T00:00:00Z',
        consents: [
          { purpose: 'marketing', channel: 'PIGEON', granted: true },
          { purpose: 'research', channel: 'PIGEON', granted: false },
        ],
      },
      NOW,
    );
    expect(faults.map(({ field, rawValue }) => [field, rawValue])).toEqual([
      ['observedAt', '2999-01-01T00:00:00Z'],
      ['birthDate', '2/4/1965'],
      ['gender', 'x'],
      ['emails[0].address', 'nobody'],
      ['phones', 'none'],
      ['consents[0].channel', 'PIGEON'],
      ['consents[1].channel', 'PIGEON'],
    ]);
    expect(record.birthDate).toBeNull();
    expect(record.emails.map(({ address }) => address)).toEqual(['a@b.example']);
    expect(record.observedAt).toBe(NOW.toISOString());
    // Consent for an unknown channel is none; a refusal holds for all of them.
    expect(
      record.consents.map(({ purpose, channel, granted }) => [purpose, channel, granted]),
    ).toEqual([['research', null, false]]);
  });

  test('says how its dates are written', () => {
    const read = (dateFormat: string) =>
      standardiseRecord({ ...complete, birthDate: '2/4/1965', dateFormat }, NOW).record.birthDate;
    expect([read('MONTH_DAY_YEAR'), read('DAY_MONTH_YEAR'), read('ISO')]).toEqual([
      '1965-02-04',
      '1965-04-02',
      null,
    ]);
  });

  test('that is standard stays as it is', () => {
    const once = standardiseRecord(complete, NOW).record;
    expect(standardiseRecord({ ...once, country: 'US' }, NOW)).toEqual({
      record: once,
      faults: [],
    });
  });

  test('standardised twice is standardised once, whatever it holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'Ann',
        'ann@b.example',
        '505-555-0123',
        '+4930901820',
        '1990-01-02',
        'NM',
        'US',
        '12345',
      ),
    );
    const entry = fc.record(
      {
        address: text,
        number: text,
        scheme: text,
        value: text,
        region: text,
        postalCode: text,
        purpose: text,
      },
      { requiredKeys: [] },
    );
    const list = fc.array(entry, { maxLength: 3 });
    const record = fc.record(
      {
        name: fc.record({ given: text, family: text, full: text }, { requiredKeys: [] }),
        birthDate: text,
        gender: text,
        country: fc.constantFrom('US', 'DE', null),
        identifiers: list,
        emails: list,
        phones: list,
        addresses: list,
        consents: list,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(record, (raw) => {
        const once = standardiseRecord(raw, NOW).record;
        expect(standardiseRecord({ ...once, country: raw.country }, NOW).record).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });

  test('of any JSON never throws and never has a zero character', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(complete)), fc.jsonValue()),
        (raw) => {
          const { record, faults } = standardiseRecord(raw, NOW);
          expect(JSON.stringify([record, faults])).not.toMatch(/\\u0000|\\ud[89a-f]/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
