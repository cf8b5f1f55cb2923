import type { Transaction } from 'kysely';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import {
  linksTo,
  linksOf,
  redirectsFrom,
  redirectsInto,
  saveFacts,
  type CustomerRef,
} from '../data-source.ts';
import type { CrosswalkFact, MetricsTables, RedirectFact } from '../tables.ts';
import { crosswalkFacts } from './identity-facts.ts';
import { timeOf } from './stamp.ts';

/**
 * Brings `crosswalk.customer_id` up to date wherever these events may have changed where a link leads.
 * Returns the links it looked at, as they were and as they are.
 */
export async function followRedirects(
  transaction: Transaction<MetricsTables>,
  events: readonly AnyDomainEvent[],
): Promise<readonly CrosswalkFact[]> {
  const linked: CustomerRef[] = [];
  const merged: string[] = [];
  for (const event of events) {
    if (event.type === 'customer.linked') linked.push(event.payload);
    if (event.type === 'customer.merged') merged.push(event.payload.mergedId);
  }
  if (linked.length === 0 && merged.length === 0) return [];
  const moved = await linksTo(transaction, await allLeadingTo(transaction, merged));
  return followLinks(transaction, [...moved, ...(await linksOf(transaction, linked))]);
}

/** Brings these links up to date. Returns them as they were, and those that changed as they are. */
export async function followLinks(
  transaction: Transaction<MetricsTables>,
  links: readonly CrosswalkFact[],
): Promise<readonly CrosswalkFact[]> {
  const redirects = await allLeadingFrom(
    transaction,
    links.map((link) => link.linked_id),
  );
  const changed = links
    .map((link) => ({ ...link, customer_id: whereItLeads(link, redirects) }))
    .filter((link, place) => link.customer_id !== links[place]?.customer_id);
  await saveFacts(transaction, crosswalkFacts, unique(changed));
  return [...links, ...changed];
}

/**
 * The customer that a link leads to. A link made after its customer was merged away says that the merge was
 * undone for it; the redirects beyond are followed to their end, which is where they would turn in a circle.
 */
export function whereItLeads(
  link: Pick<CrosswalkFact, 'linked_id' | 'stamp'>,
  redirects: ReadonlyMap<string, RedirectFact>,
): string {
  const first = redirects.get(link.linked_id);
  if (first === undefined || timeOf(first.stamp) < timeOf(link.stamp)) return link.linked_id;
  const seen = new Set<string>();
  let id = link.linked_id;
  for (let next = redirects.get(id); next !== undefined; next = redirects.get(id)) {
    seen.add(id);
    if (seen.has(next.customer_id)) break;
    id = next.customer_id;
  }
  return id;
}

/** The redirects that start at these ids, and at where those lead, to the end. */
async function allLeadingFrom(
  transaction: Transaction<MetricsTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RedirectFact>> {
  const found = new Map<string, RedirectFact>();
  let wanted = [...new Set(ids)];
  while (wanted.length > 0) {
    const redirects = await redirectsFrom(transaction, wanted);
    for (const redirect of redirects) found.set(redirect.merged_id, redirect);
    wanted = redirects.map((redirect) => redirect.customer_id).filter((id) => !found.has(id));
  }
  return found;
}

/** These ids and all that were merged into them, directly or over others. */
async function allLeadingTo(
  transaction: Transaction<MetricsTables>,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = new Set(ids);
  let wanted = [...found];
  while (wanted.length > 0) {
    const redirects = await redirectsInto(transaction, wanted);
    wanted = redirects.map((redirect) => redirect.merged_id).filter((id) => !found.has(id));
    for (const id of wanted) found.add(id);
  }
  return [...found];
}

function unique(links: readonly CrosswalkFact[]): readonly CrosswalkFact[] {
  return [...new Map(links.map((link) => [`${link.division} ${link.local_id}`, link])).values()];
}
