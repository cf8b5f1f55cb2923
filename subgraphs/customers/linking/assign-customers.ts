import { compareText, sourceText, type SourceKey } from '../model.ts';
import type { Cluster, ClusterMember } from './linker.ts';

/** What the crosswalk says of a record. */
export interface Link extends SourceKey {
  readonly customerId: string;
  readonly probability: number;
  readonly rule: string;
  readonly linkedAt: Date;
}

/** The rule of the record through which a customer came to be known. */
const FOUNDER_RULE = 'founder';

/** What was known before: links by `sourceText`, and the creation of each customer they name. */
export interface Before {
  readonly links: ReadonlyMap<string, Link>;
  readonly created: ReadonlyMap<string, Date>;
  /** Records that came now, by `sourceText`: in a split it is they who leave. */
  readonly touched: ReadonlySet<string>;
  readonly now: Date;
  newId(): string;
}

export interface Assignment {
  /** Every customer that still is one, with all its links; the founder's first. */
  readonly customers: readonly AssignedCustomer[];
  readonly merged: readonly { readonly mergedId: string; readonly customerId: string }[];
}

interface AssignedCustomer {
  readonly id: string;
  readonly isNew: boolean;
  readonly links: readonly Link[];
}

/**
 * Gives each cluster its customer id. A customer that splits stays with the part that kept most of its
 * untouched records; a cluster that holds several customers keeps the oldest and merges the others into it;
 * one that holds none gets a new id. A merged id is never given again, since it redirects for ever.
 */
export function assignCustomers(clusters: readonly Cluster[], before: Before): Assignment {
  const heirs = findHeirs(clusters, before);
  const customers: AssignedCustomer[] = [];
  const merged: { mergedId: string; customerId: string }[] = [];
  clusters.forEach((cluster, index) => {
    const [oldest, ...others] = heirs.get(index) ?? [];
    const id = oldest ?? before.newId();
    customers.push({ id, isNew: oldest === undefined, links: linksOf(id, cluster, before) });
    merged.push(...others.map((mergedId) => ({ mergedId, customerId: id })));
  });
  return { customers, merged };
}

/** For each cluster (by index) the customers that it inherits, oldest first. */
function findHeirs(
  clusters: readonly Cluster[],
  before: Before,
): ReadonlyMap<number, readonly string[]> {
  const best = new Map<string, { readonly index: number; readonly claim: Claim }>();
  clusters.forEach((cluster, index) => {
    for (const [customerId, claim] of claimsOf(cluster, before)) {
      const other = best.get(customerId);
      if (other === undefined || compareClaims(claim, other.claim) < 0) {
        best.set(customerId, { index, claim });
      }
    }
  });
  const age = (id: string) => before.created.get(id)?.getTime() ?? Number.POSITIVE_INFINITY;
  const heirs = new Map<number, string[]>();
  const oldestFirst = [...best.keys()].sort((a, b) => age(a) - age(b) || compareText(a, b));
  for (const customerId of oldestFirst) {
    const index = best.get(customerId)?.index ?? 0;
    heirs.set(index, [...(heirs.get(index) ?? []), customerId]);
  }
  return heirs;
}

/** How much of a customer's former records a cluster holds. */
interface Claim {
  readonly untouched: number;
  readonly linkedAt: number;
  readonly place: string;
}

function claimsOf(cluster: Cluster, before: Before): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const member of cluster.members) {
    const place = sourceText(member);
    const link = before.links.get(place);
    if (link === undefined) continue;
    const claim = claims.get(link.customerId);
    const own = { linkedAt: link.linkedAt.getTime(), place };
    const first = claim === undefined || own.linkedAt < claim.linkedAt ? own : claim;
    const untouched = (claim?.untouched ?? 0) + (before.touched.has(place) ? 0 : 1);
    claims.set(link.customerId, { untouched, linkedAt: first.linkedAt, place: first.place });
  }
  return claims;
}

function compareClaims(left: Claim, right: Claim): number {
  return (
    right.untouched - left.untouched ||
    left.linkedAt - right.linkedAt ||
    compareText(left.place, right.place)
  );
}

/** The founder's link first. A link that says nothing new is the link of before. */
function linksOf(customerId: string, cluster: Cluster, before: Before): readonly Link[] {
  const founder = findFounder(customerId, cluster, before);
  const ordered = [founder, ...cluster.members.filter((member) => member !== founder)];
  return ordered.map((member) => {
    const evidence = member === founder ? null : member.evidence;
    const { probability, rule } = evidence ?? { probability: 1, rule: FOUNDER_RULE };
    const old = before.links.get(sourceText(member));
    const stays = old?.customerId === customerId;
    if (stays && old.probability === probability && old.rule === rule) return old;
    const { division, localId } = member;
    const linkedAt = stays ? old.linkedAt : before.now;
    return { division, localId, customerId, probability, rule, linkedAt };
  });
}

/** The founder of before, else whoever has been with the customer longest, else the first by place. */
function findFounder(customerId: string, cluster: Cluster, before: Before): ClusterMember {
  const rank = (member: ClusterMember) => {
    const link = before.links.get(sourceText(member));
    if (link?.customerId !== customerId) return Number.POSITIVE_INFINITY;
    return link.rule === FOUNDER_RULE ? Number.NEGATIVE_INFINITY : link.linkedAt.getTime();
  };
  return cluster.members.reduce((first, member) => (rank(member) < rank(first) ? member : first));
}
