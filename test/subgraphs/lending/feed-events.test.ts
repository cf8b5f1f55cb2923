import { describe, expect, test } from '@jest/globals';
import { tell } from '../../../subgraphs/lending/feed-events.ts';
import type { Change, Loan } from '../../../subgraphs/lending/model.ts';
import { loanRow } from './servicing.ts';

const AT = '2026-06-01T10:00:00.000Z';

function loanChange(changes: Partial<Loan> = {}): Change {
  const loan = { ...loanRow('L1', 'B1'), closedOn: null, ...changes } as Loan;
  return { sequence: 1, at: AT, borrower: null, loan };
}

const fed = (borrower: string, state: 'open' | 'closed') =>
  new Map([['L1', { loan_id: 'L1', borrower, state }]]);

const said = (changes: readonly Change[], before = new Map<string, never>()) =>
  tell(changes, before).events.map(({ type, occurredAt, payload }) => [
    type,
    occurredAt.slice(0, 10),
    'localId' in payload ? payload.localId : null,
  ]);

describe('a loan', () => {
  test('that is active is a product since it started', () => {
    expect(said([loanChange()])).toEqual([['product.opened', '2026-01-15', 'B1']]);
  });

  test.each(['APPLIED', 'REJECTED'] as const)('that is %s is none', (status) => {
    expect(said([loanChange({ status })])).toEqual([]);
  });

  test('of nobody is none', () => {
    expect(said([loanChange({ borrower: null })])).toEqual([]);
  });

  test('first heard of when it is over was opened and closed', () => {
    expect(said([loanChange({ status: 'REPAID', closedOn: '2026-05-02' })])).toEqual([
      ['product.opened', '2026-01-15', 'B1'],
      ['product.closed', '2026-05-02', 'B1'],
    ]);
  });

  test('told of before is told of again only when its state is another', () => {
    const told = fed('B1', 'open') as never;
    expect(said([loanChange({ status: 'IN_ARREARS' })], told)).toEqual([]);
    expect(said([loanChange({ status: 'DEFAULTED', closedOn: null })], told)).toEqual([
      ['product.closed', '2026-06-01', 'B1'],
    ]);
  });

  test('that was not over after all is opened again, when that was found', () => {
    expect(said([loanChange()], fed('B1', 'closed') as never)).toEqual([
      ['product.opened', '2026-06-01', 'B1'],
    ]);
  });

  test('of another borrower now is opened under theirs', () => {
    expect(said([loanChange({ borrower: 'B2' })], fed('B1', 'open') as never)).toEqual([
      ['product.opened', '2026-01-15', 'B2'],
    ]);
  });

  test('twice in one batch of changes is told of once', () => {
    expect(said([loanChange(), loanChange({ status: 'IN_ARREARS' })])).toHaveLength(1);
  });
});

describe('a borrower', () => {
  test('is a customer record with what is known, and nothing else', () => {
    const borrower = {
      localId: 'B1',
      version: '3',
      givenName: 'Ana',
      familyName: null,
      email: 'ana@example.org',
      country: 'ES',
      nationalId: '123',
    };
    const [event] = tell([{ sequence: 1, at: AT, borrower, loan: null }], new Map()).events;
    expect(event).toEqual({
      type: 'customer.recorded',
      occurredAt: AT,
      payload: {
        division: 'lending',
        localId: 'B1',
        record: {
          localId: 'B1',
          version: '3',
          name: { given: 'Ana' },
          country: 'ES',
          identifiers: [{ scheme: 'ES-NATIONAL', value: '123' }],
          emails: [{ address: 'ana@example.org', verified: false }],
          observedAt: AT,
        },
      },
    });
  });
});
