import type { Transaction } from 'kysely';
import { linksOf, replaceContacts } from '../data-source.ts';
import type { CaseFact, CrosswalkFact, InteractionFact, MetricsTables } from '../tables.ts';
import { changedOwners } from './changed-owners.ts';

/** Rows of facts as they were before a batch and as they are after it. */
export interface TouchedContacts {
  readonly cases: readonly CaseFact[];
  readonly interactions: readonly InteractionFact[];
  readonly links: readonly CrosswalkFact[];
}

/** Works the contacts of every customer anew of whom a batch changed one, or changed who they are. */
export async function refreshContacts(
  transaction: Transaction<MetricsTables>,
  { cases, interactions, links }: TouchedContacts,
): Promise<void> {
  const refs = [
    ...changedOwners(cases, ({ case_id }) => case_id, ofCase),
    ...changedOwners(interactions, ({ interaction_id }) => interaction_id, ofInteraction),
  ];
  const theirs = await linksOf(transaction, refs);
  const ids = new Set([...theirs, ...links].map((link) => link.customer_id));
  if (ids.size > 0) await replaceContacts(transaction, [...ids].sort());
}

/** What makes a row a contact, and which: most events of a case change nothing of it. */
function ofCase({ opened_at, division, local_id, channel, topic }: CaseFact): string {
  return JSON.stringify([opened_at, division, local_id, channel, topic]);
}

function ofInteraction(row: InteractionFact): string {
  const { at, division, local_id, channel, topic, case_id, direction, outcome } = row;
  return JSON.stringify([at, division, local_id, channel, topic, case_id, direction, outcome]);
}
