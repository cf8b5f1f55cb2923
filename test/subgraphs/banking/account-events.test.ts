import { describe, expect, test } from '@jest/globals';
import { accountEvents } from '../../../subgraphs/banking/account-events.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
interface State {
  readonly id: string;
  readonly holder_local_id: string | null;
  readonly opened_on: string;
  readonly closed_on: string | null;
}

const open: State = { id: 'a', holder_local_id: 'C1', opened_on: '2025-01-01', closed_on: null };
const closed: State = { ...open, closed_on: '2025-06-01' };
const unheld: State = { ...open, holder_local_id: null };

const told = (before: State | undefined, after: State) =>
  accountEvents(before, after, NOW).map((event) => [event.type, event.occurredAt]);

const OPENED = ['product.opened', '2025-01-01T00:00:00.000Z'];
const CLOSED = ['product.closed', '2025-06-01T00:00:00.000Z'];

describe('what a change of an account tells the company', () => {
  test('a new account is opened, and closed when it came closed', () => {
    expect(told(undefined, open)).toEqual([OPENED]);
    expect(told(undefined, closed)).toEqual([OPENED, CLOSED]);
  });

  test('nothing new is nothing told', () => {
    expect(told(open, open)).toEqual([]);
    expect(told(closed, closed)).toEqual([]);
  });

  test('an account without a holder is nobody’s product until it has one', () => {
    expect(told(undefined, unheld)).toEqual([]);
    expect(told(unheld, open)).toEqual([OPENED]);
    expect(told(unheld, closed)).toEqual([OPENED, CLOSED]);
  });

  test('another holder has it opened under their number', () => {
    expect(told({ ...open, holder_local_id: 'C0' }, open)).toEqual([OPENED]);
  });

  test('a closed account that is open again is opened now', () => {
    expect(told(closed, open)).toEqual([['product.opened', NOW.toISOString()]]);
  });
});
