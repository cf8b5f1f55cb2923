import { describe, expect, test } from '@jest/globals';
import { RowFault } from '../../../cli/import/apply-rule.ts';
import { createRecordCheck } from '../../../cli/import/record-check.ts';

const complaint = { type: 'COMPLAINT', externalId: 'x1', openedAt: '2026-01-01T00:00:00Z' };
const loan = { id: 'L1', status: 'ACTIVE', principal: { amount: '1.00', currency: 'EUR' } };

describe('a record', () => {
  test.each([
    ['complaints', complaint],
    ['complaints', { ...complaint, channel: 'POST', timelyResponse: false, reopenCount: 2 }],
    ['loans', loan],
    ['loans', { ...loan, borrower: { localId: 'B1', version: '1' } }],
    ['customers', { localId: 7, version: '1' }],
  ] as const)('of %s that the graph takes passes: %j', (kind, record) => {
    expect(() => createRecordCheck(kind)(record)).not.toThrow();
  });

  test.each([
    ['complaints', { ...complaint, channel: 'PIGEON' }, /^channel: Value "PIGEON" does not exist/],
    ['complaints', { ...complaint, openedAt: 'yesterday' }, /^openedAt: /],
    ['complaints', { ...complaint, reopenCount: 1.5 }, /^reopenCount: Int cannot represent/],
    ['complaints', { ...complaint, mood: 'bad' }, /^mood: no field of such a record$/],
    [
      'complaints',
      { type: 'COMPLAINT', externalId: 'x' },
      /^openedAt: required, but there is no value$/,
    ],
    [
      'loans',
      { ...loan, principal: { amount: '1.00', currency: 'EURO' } },
      /^principal: currency: /,
    ],
    [
      'loans',
      { ...loan, principal: { currency: 'EUR' } },
      /^principal: Field "amount" of required type/,
    ],
    [
      'loans',
      { ...loan, borrower: { version: '1' } },
      /^borrower: Field "localId" of required type/,
    ],
    ['customers', { version: '1' }, /^localId: required, but there is no value$/],
    [
      'customers',
      { localId: 'C1', version: '1', emails: [{ use: 'HOME' }] },
      /^emails: 0: Field "address"/,
    ],
  ] as const)('of %s that the graph would refuse does not: %j', (kind, record, message) => {
    expect(() => createRecordCheck(kind)(record)).toThrow(message);
    expect(() => createRecordCheck(kind)(record)).toThrow(RowFault);
  });

  test('is told all its faults at once', () => {
    const record = { type: 'RIDDLE', externalId: 'x', reopenCount: 'often' };
    expect(() => createRecordCheck('complaints')(record)).toThrow(
      /^openedAt: required.*; reopenCount: .*; type: /,
    );
  });
});
