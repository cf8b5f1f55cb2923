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
  /** Customer -> the place of the record through which it came to be known. */
  readonly founders: ReadonlyMap<string, string>;
  /** Customers that were merged away, by the place of their founder. */
  readonly mergedAway: ReadonlyMap<string, MergedCustomer>;
  /** When records were linked to customers that they left, by `formerLinkText`. */
  readonly formerLinks: ReadonlyMap<string, Date>;
  /** Records that came now, by `sourceText`: in a split it is they who leave. */
  readonly touched: ReadonlySet<string>;
  readonly now: Date;
  newId(): string;
}

/** A customer that redirects to another one, and would be one again if its founder left there. */
export interface MergedCustomer {
  readonly id: string;
  readonly created: Date;
  /** Where it redirects to. */
  readonly customerId: string;
}

export interface Assignment {
  /** Every customer that still is one, with all its links; the founder's first. */
  readonly customers: readonly AssignedCustomer[];
  /** Those merged now, and those that were before and lead elsewhere now. */
  readonly merged: readonly { readonly mergedId: string; readonly customerId: string }[];
}

export interface AssignedCustomer {
  readonly id: string;
  /** `revived`: it had been merged away. */
  readonly origin: 'known' | 'new' | 'revived';
  readonly created: Date;
  readonly links: readonly Link[];
}

/** One text for a record and a customer that it was linked to. */
export function formerLinkText(key: SourceKey, customerId: string): string {
  return `${sourceText(key)}\u0002${customerId}`;
}

/**
 * Gives each cluster its customer id. A customer that splits stays with the part that kept most of its
 * untouched records; a cluster that holds several customers keeps the oldest and merges the others into it.
 * One that holds none is the customer again that one of its records had founded before a merge; only when
 * there is none it gets a new id. So undoing a merge gives back the ids of before.
 */
export function assignCustomers(clusters: readonly Cluster[], before: Before): Assignment {
  const heirs = findHeirs(clusters, before);
  const merged: { mergedId: string; customerId: string }[] = [];
  const customers = clusters.map((cluster, index) => {
    const [oldest, ...others] = heirs.get(index) ?? [];
    const customer = identityOf(cluster, oldest, before);
    merged.push(...others.map((mergedId) => ({ mergedId, customerId: customer.id })));
    merged.push(...ledElsewhere(cluster, customer.id, before));
    return { ...customer, links: linksOf(customer.id, cluster, before) };
  });
  return { customers, merged };
}

type Identity = Omit<AssignedCustomer, 'links'>;

function identityOf(cluster: Cluster, heir: string | undefined, before: Before): Identity {
  if (heir !== undefined) {
    return { id: heir, origin: 'known', created: before.created.get(heir) ?? before.now };
  }
  const [oldest] = mergedIn(cluster, before).sort(
    (a, b) => a.created.getTime() - b.created.getTime() || compareText(a.id, b.id),
  );
  if (oldest !== undefined) return { id: oldest.id, origin: 'revived', created: oldest.created };
  return { id: before.newId(), origin: 'new', created: before.now };
}

/** Customers that were merged away and whose founders are in this cluster. */
function mergedIn(cluster: Cluster, { mergedAway }: Before): MergedCustomer[] {
  return cluster.members.flatMap((member) => mergedAway.get(sourceText(member)) ?? []);
}

/** A merged id leads to the customer that its founder is today. */
function ledElsewhere(cluster: Cluster, customerId: string, before: Before) {
  return mergedIn(cluster, before)
    .filter((merged) => merged.id !== customerId && merged.customerId !== customerId)
    .map((merged) => ({ mergedId: merged.id, customerId }));
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
  /** It is without the founder, and has an id of its own to be again: it was merged in, and leaves. */
  readonly leaves: boolean;
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
    const leaves = isLeaving(cluster, link.customerId, before);
    claims.set(link.customerId, {
      leaves,
      untouched,
      linkedAt: first.linkedAt,
      place: first.place,
    });
  }
  return claims;
}

function isLeaving(cluster: Cluster, customerId: string, before: Before): boolean {
  const founder = before.founders.get(customerId);
  if (cluster.members.some((member) => sourceText(member) === founder)) return false;
  return mergedIn(cluster, before).some((merged) => merged.customerId === customerId);
}

function compareClaims(left: Claim, right: Claim): number {
  return (
    Number(left.leaves) - Number(right.leaves) ||
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
    const former = before.formerLinks.get(formerLinkText(member, customerId));
    const linkedAt = stays ? old.linkedAt : (former ?? before.now);
    return { division, localId, customerId, probability, rule, linkedAt };
  });
}

/** The founder of before, else whoever has been with the customer longest, else the first by place. */
function findFounder(customerId: string, cluster: Cluster, before: Before): ClusterMember {
  const founder = before.founders.get(customerId);
  const rank = (member: ClusterMember) => {
    const place = sourceText(member);
    if (place === founder || before.mergedAway.get(place)?.id === customerId) {
      return Number.NEGATIVE_INFINITY;
    }
    const link = before.links.get(place);
    if (link?.customerId !== customerId) return Number.POSITIVE_INFINITY;
    return link.rule === FOUNDER_RULE ? Number.NEGATIVE_INFINITY : link.linkedAt.getTime();
  };
  return cluster.members.reduce((first, member) => (rank(member) < rank(first) ? member : first));
}
