import type { Transaction } from 'kysely';
import { linksOf, replaceComplaints } from '../data-source.ts';
import type { CaseFact, CrosswalkFact, MetricsTables, ProductFact } from '../tables.ts';
import { changedOwners } from './changed-owners.ts';

/** Rows of facts as they were before a batch and as they are after it. */
export interface TouchedComplaints {
  readonly cases: readonly CaseFact[];
  readonly links: readonly CrosswalkFact[];
  readonly products: readonly ProductFact[];
}

/**
 * Works the complaints of every customer anew of whom a batch changed one, or changed who they are or since when they are
 * active, which `refreshCustomers` has worked out before.
 */
export async function refreshComplaints(
  transaction: Transaction<MetricsTables>,
  { cases, links, products }: TouchedComplaints,
): Promise<void> {
  const complaints = cases.filter(({ type }) => type === 'COMPLAINT');
  const refs = [
    ...changedOwners(complaints, ({ case_id }) => case_id, textOf),
    ...products.map(({ division, local_id }) => ({ division, localId: local_id })),
  ];
  const theirs = await linksOf(transaction, refs);
  const ids = new Set([...theirs, ...links].map((link) => link.customer_id));
  if (ids.size > 0) await replaceComplaints(transaction, [...ids].sort());
}

function textOf({ opened_at, merged_into, division, local_id }: CaseFact): string {
  return JSON.stringify([opened_at, merged_into, division, local_id]);
}
