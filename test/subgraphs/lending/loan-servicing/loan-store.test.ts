import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../../subgraphs/kit/clock.ts';
import {
  importBorrower,
  importLoan,
} from '../../../../subgraphs/lending/loan-servicing/import-rows.ts';
import { listChanges } from '../../../../subgraphs/lending/loan-servicing/lists.ts';
import {
  openLoanStore,
  type LoanStore,
} from '../../../../subgraphs/lending/loan-servicing/loan-store.ts';
import { recordPayment } from '../../../../subgraphs/lending/loan-servicing/record-payment.ts';
import type { LoanRow } from '../../../../subgraphs/lending/loan-servicing/records.ts';
import { loanRow, money, newDirectory } from '../servicing.ts';

const row = (id: string, changes: object = {}) => loanRow(id, 'B1', changes) as LoanRow;

async function stored(directory: string, write: (store: LoanStore) => void): Promise<void> {
  const store = await openLoanStore(directory, systemClock);
  write(store);
  await store.durable();
  await store.close();
}

describe('the loan store', () => {
  test('is after a restart what it was, compacted, its sequence going on', async () => {
    const directory = await newDirectory();
    await stored(directory, (store) => {
      importBorrower(store, { localId: 'B1', version: '1' });
      importBorrower(store, { localId: 'B1', version: '2', givenName: 'Ana' });
      importLoan(store, row('L1'));
      for (let n = 1; n <= 5; n += 1) {
        recordPayment(store, 'L1', {
          paymentId: `P${n}`,
          amount: money('10'),
          paidOn: '2026-02-01',
        });
      }
    });
    const store = await openLoanStore(directory, systemClock);
    expect(store.book.borrower('B1')).toEqual({ localId: 'B1', version: '2', givenName: 'Ana' });
    expect(store.book.loan('L1')?.loan.outstanding).toEqual(money('550.00'));
    expect(store.book.loan('L1')?.payments.size).toBe(5);
    expect(store.book.sequence).toBe(8);
    const lines = (await readFile(join(directory, 'journal.jsonl'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(3);
    await store.close();
  });

  test('drops half a line and goes on behind it', async () => {
    const directory = await newDirectory();
    await stored(directory, (store) => importBorrower(store, { localId: 'B1', version: '1' }));
    await appendFile(join(directory, 'journal.jsonl'), 'q8TtW2zXcVbN {"sequence":2,"kind":"borr');
    await stored(directory, (store) => importBorrower(store, { localId: 'B2', version: '1' }));
    const store = await openLoanStore(directory, systemClock);
    expect([store.book.borrower('B1'), store.book.borrower('B2')]).toMatchObject([
      { localId: 'B1' },
      { localId: 'B2' },
    ]);
    await store.close();
  });

  test('gives of several changes of one record the latest, and no change twice', async () => {
    const directory = await newDirectory();
    const store = await openLoanStore(directory, systemClock);
    importLoan(store, row('L1'));
    importLoan(store, row('L2'));
    importLoan(store, row('L1', { purpose: 'boat' }));
    const first = listChanges(store, { after: 0, limit: 1 });
    expect(first.changes.map(({ loan }) => loan?.id)).toEqual(['L2']);
    const second = listChanges(store, { after: first.next, limit: 10 });
    expect(second.changes.map(({ loan }) => loan?.purpose)).toEqual(['boat']);
    expect(listChanges(store, { after: second.next, limit: 10 })).toMatchObject({
      changes: [],
      next: 3,
    });
    await store.close();
  });

  test('keeps its directory to itself', async () => {
    const directory = await newDirectory();
    const store = await openLoanStore(directory, systemClock);
    await expect(openLoanStore(directory, systemClock)).rejects.toThrow('is in use by process');
    await store.close();
    await (await openLoanStore(directory, systemClock)).close();
  });

  test('takes a loan over to its new borrower', async () => {
    const store = await openLoanStore(await newDirectory(), systemClock);
    importLoan(store, row('L1'));
    importLoan(store, row('L1', { borrower: 'B2', status: 'REPAID' }));
    expect(store.book.loanIdsOf('B1').size).toBe(0);
    expect(store.book.loanIdsOf('B2').size).toBe(1);
    expect([store.book.countOf('ACTIVE'), store.book.countOf('REPAID')]).toEqual([0, 1]);
    await store.close();
  });
});

describe('an imported loan', () => {
  test('that comes again as it came changes nothing, also after payments', async () => {
    const store = await openLoanStore(await newDirectory(), systemClock);
    expect(importLoan(store, row('L1')).outcome).toBe('accepted');
    recordPayment(store, 'L1', { paymentId: 'P1', amount: money('600'), paidOn: '2026-03-01' });
    expect(importLoan(store, row('L1')).outcome).toBe('unchanged');
    expect(store.book.loan('L1')?.loan).toMatchObject({ status: 'REPAID', closedOn: '2026-03-01' });
    await store.close();
  });

  test.each([
    [
      'with its last payment',
      { payments: [{ id: 'P', paidOn: '2026-02-03', amount: '9' }] },
      '2026-02-03',
    ],
    ['with its term when no payment is known', {}, '2021-03-15'],
    ['today when its term is not over', { termMonths: 1_200 }, '2026-06-01'],
    [
      'today when nothing else is known',
      { startedOn: undefined, termMonths: undefined },
      '2026-06-01',
    ],
  ])('that is repaid and does not say when ended %s', async (_name, changes, ended) => {
    const store = await openLoanStore(await newDirectory(), () => new Date('2026-06-01T08:00:00Z'));
    const repaid = { status: 'REPAID', startedOn: '2020-03-15', termMonths: 12, ...changes };
    importLoan(store, row('L1', repaid));
    expect(store.book.loan('L1')?.loan.closedOn).toBe(ended);
    await store.close();
  });

  test('takes no payment of a day to come', async () => {
    const store = await openLoanStore(await newDirectory(), () => new Date('2026-06-01T08:00:00Z'));
    importLoan(store, row('L1'));
    const pay = (paidOn: string) =>
      recordPayment(store, 'L1', { paymentId: paidOn, amount: money('1'), paidOn });
    expect(() => pay('2026-06-03')).toThrow('must not be of a day to come, but got: 2026-06-03.');
    expect(pay('2026-06-02').status).toBe('ACTIVE');
    await store.close();
  });

  test('that changed keeps the payments booked here', async () => {
    const store = await openLoanStore(await newDirectory(), systemClock);
    importLoan(store, row('L1'));
    recordPayment(store, 'L1', { paymentId: 'P1', amount: money('10'), paidOn: '2026-03-01' });
    const sent = { id: 'P2', paidOn: '2026-04-01', amount: '20' };
    importLoan(store, row('L1', { outstanding: money('570'), payments: [sent] }));
    expect([...(store.book.loan('L1')?.payments.keys() ?? [])]).toEqual(['P1', 'P2']);
    await store.close();
  });

  test.each([
    [{ principal: money('0') }, 'The principal must be above zero'],
    [{ outstanding: money('1', 'USD') }, 'must be in EUR'],
    [{ outstanding: money('-1') }, 'must not be below zero'],
    [{ payments: [{ id: 'P', paidOn: '2026-01-01', amount: '0' }] }, 'must be above zero'],
    [
      {
        payments: [
          { id: 'P', paidOn: '2026-01-01', amount: '1' },
          { id: 'P', paidOn: '2026-01-02', amount: '1' },
        ],
      },
      'is there twice',
    ],
  ])('with %j is rejected with the reason', async (changes, reason) => {
    const store = await openLoanStore(await newDirectory(), systemClock);
    expect(importLoan(store, row('L1', changes)).reason).toContain(reason);
    expect(store.book.sequence).toBe(0);
    await store.close();
  });
});
