import { describe, expect, test } from '@jest/globals';
import { mapRow, warningsOf } from '../../../cli/import/map-row.ts';
import { mappingOf } from './mapping-text.ts';

const customers = mappingOf(`
  kind: customers
  record:
    localId: id
    name: { given: first, family: last }
    birthDate: { column: born, date: M/D/YYYY }
    identifiers:
      - { scheme: { value: US-SSN }, value: social }
    emails:
      - { address: mail, use: { value: HOME }, verified: { column: ok, map: { y: true, n: false } } }
      - { address: work_mail, use: { value: WORK } }
    addresses:
      - { locality: city, country: { column: land, default: US } }`);

const customer = {
  id: 'C1',
  first: 'Ada',
  last: 'Byron',
  born: '12/10/1815',
  social: '1-2-3',
  mail: 'ada@example.com',
  ok: 'y',
  work_mail: '',
  city: 'London',
  land: 'GB',
};

describe('the record of a row', () => {
  test('has objects and lists as the mapping nests them', () => {
    expect(mapRow(customers, customer, '')).toEqual({
      version: '1',
      localId: 'C1',
      name: { given: 'Ada', family: 'Byron' },
      birthDate: '1815-12-10',
      identifiers: [{ scheme: 'US-SSN', value: '1-2-3' }],
      emails: [{ address: 'ada@example.com', use: 'HOME', verified: true }],
      addresses: [{ locality: 'London', country: 'GB' }],
    });
  });

  test('leaves out what the row does not say, whatever is constant', () => {
    const blank = Object.fromEntries(Object.keys(customer).map((column) => [column, '']));
    expect(mapRow(customers, { ...blank, id: 'C2' }, '')).toEqual({ version: '1', localId: 'C2' });
  });

  test('leaves out an item without what it must have', () => {
    const record = mapRow(customers, { ...customer, mail: '' }, '');
    expect(record).not.toHaveProperty('emails');
  });

  test('leaves out an address of which the row gives the default only', () => {
    const record = mapRow(customers, { ...customer, city: '', land: '' }, '');
    expect(record).not.toHaveProperty('addresses');
  });

  test('of a loan has its borrower only when the row has one', () => {
    const loans = mappingOf(`
      kind: loans
      record:
        id: id
        status: { value: ACTIVE }
        principal: { amount: amount, currency: { value: EUR } }
        outstanding: { amount: rest, currency: { value: EUR } }
        borrower: { localId: who, familyName: name, country: { value: DE } }`);
    const row = { id: 'L1', amount: '100.00', rest: '', who: 'B1', name: 'Byron' };
    const loan = {
      id: 'L1',
      status: 'ACTIVE',
      principal: { amount: '100.00', currency: 'EUR' },
    };
    expect(mapRow(loans, row, '')).toEqual({
      ...loan,
      borrower: { version: '1', localId: 'B1', familyName: 'Byron', country: 'DE' },
    });
    expect(mapRow(loans, { ...row, who: '', name: '' }, '')).toEqual(loan);
    // Somebody without a number is no "nobody": the check that follows rejects the row.
    expect(mapRow(loans, { ...row, who: '' }, '')).toMatchObject({
      borrower: { familyName: 'Byron' },
    });
  });

  test.each([
    ['complaints', 'externalId: id, openedAt: at', { type: 'COMPLAINT' }],
    ['calls', 'externalId: id, at: at, outcome: o', { channel: 'PHONE' }],
    ['reviews', 'externalId: id, at: at, score: s, scaleMax: m', { kind: 'CSAT' }],
  ])('of %s has what every one of them has', (kind, fields, expected) => {
    const row = { id: '1', at: '2026-01-01', o: 'HANDLED', s: '1', m: '5' };
    expect(mapRow(mappingOf(`kind: ${kind}\nrecord: { ${fields} }`), row, '')).toMatchObject(
      expected,
    );
  });

  test('says otherwise when the mapping does', () => {
    const mapping = mappingOf(
      'kind: calls\nrecord: { externalId: id, at: at, outcome: o, channel: c }',
    );
    expect(mapRow(mapping, { id: '1', at: 'x', o: 'HANDLED', c: 'EMAIL' }, '')).toMatchObject({
      channel: 'EMAIL',
    });
    expect(mapRow(mapping, { id: '1', at: 'x', o: 'HANDLED', c: '' }, '')).toMatchObject({
      channel: 'PHONE',
    });
  });
});

describe('a warning', () => {
  const mapping = mappingOf(`
    kind: customers
    record: { localId: id }
    warnings:
      - { name: sent too early, notBefore: [sent, got], date: DD-MM-YYYY }`);

  test.each([
    ['the later day is before the earlier', '01-02-2026', '02-02-2026', ['sent too early']],
    ['both are the same day', '02-02-2026', '02-02-2026', []],
    ['the order is right', '03-02-2026', '02-02-2026', []],
    ['a day is not given', '', '02-02-2026', []],
    ['a day is none', '31-02-2026', '02-02-2026', []],
  ])('when %s', (_name, sent, got, expected) => {
    expect(warningsOf(mapping, { id: '1', sent, got })).toEqual(expected);
  });
});
