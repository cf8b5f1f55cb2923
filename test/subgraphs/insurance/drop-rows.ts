import type { DropRow } from '../../../subgraphs/insurance/file-drop/write-file-drop.ts';

/** Rows of the division's files, each good as it is. */

export function policy(number: string, holder: string, changes: DropRow = {}): DropRow {
  return {
    policy_number: number,
    holder_id: holder,
    product: 'Home, with "garden"',
    status: 'IN_FORCE',
    premium_amount: '120.5',
    premium_currency: 'EUR',
    starts_on: '2025-01-01',
    ends_on: '2026-12-31',
    ...changes,
  };
}

export function claim(number: string, policyNumber: string, changes: DropRow = {}): DropRow {
  return {
    claim_number: number,
    policy_number: policyNumber,
    status: 'PAID',
    amount: '99.9',
    currency: 'EUR',
    occurred_on: '2025-06-01',
    reported_on: '2025-06-02',
    description: 'hail\nand wind',
    ...changes,
  };
}
