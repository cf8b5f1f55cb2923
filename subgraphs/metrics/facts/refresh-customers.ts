import type { Transaction } from 'kysely';
import {
  linksInto,
  linksOf,
  productsOf,
  replaceChanges,
  type CustomerRef,
} from '../data-source.ts';
import type {
  CrosswalkFact,
  CustomerChange,
  KnownRecords,
  MetricsTables,
  ProductFact,
} from '../tables.ts';
import { customerChanges, type Member } from './customer-changes.ts';

/** Rows of facts as they were before a batch and as they are after it. */
export interface Touched {
  readonly links: readonly CrosswalkFact[];
  readonly products: readonly ProductFact[];
}

/**
 * Works the changes of every customer anew that a batch may have touched, from the facts, so that nothing
 * is ever added to what was added before.
 */
export async function refreshCustomers(
  transaction: Transaction<MetricsTables>,
  touched: Touched,
): Promise<void> {
  const refs = [...touched.links, ...touched.products].map(refOf);
  if (refs.length === 0) return;
  const current = await linksOf(transaction, refs);
  const ids = [...touched.links, ...current].map((link) => link.customer_id);
  const links = await linksInto(transaction, [...new Set(ids)]);
  const linked = new Set(links.map((link) => identityOf(refOf(link))));
  const unlinked = refs.filter((ref) => !linked.has(identityOf(ref)));
  const products = await productsByRef(transaction, [...links.map(refOf), ...unlinked]);
  const members = new Map<string, Member[]>();
  for (const link of links) {
    addMember(members, link.customer_id, memberOf(refOf(link), products));
  }
  const known = new Set(members.keys());
  for (const ref of uniqueRefs(unlinked)) {
    const member = memberOf(ref, products);
    // Somebody whom no crosswalk knows is a customer by their products only.
    if (member.products.length > 0) addMember(members, identityOf(ref), member);
  }
  const changes = [...members].flatMap(([identity, theirs]) =>
    withRecords(customerChanges(identity, theirs), known.has(identity) ? theirs : []),
  );
  await replaceChanges(transaction, [...new Set([...ids, ...refs.map(identityOf)])], changes);
}

/** Tells how many records of a division, or of all, a customer is, on the change with which they become active. */
function withRecords(
  changes: readonly CustomerChange[],
  linked: readonly Member[],
): readonly (CustomerChange & KnownRecords)[] {
  return changes.map((change) => {
    const theirs = linked.filter(
      ({ division }) => change.division === null || change.division === division,
    );
    const records = change.customers * theirs.length;
    return { ...change, records, profiles: Math.min(records, 1) };
  });
}

/** Who somebody is that is not linked: nobody but this division's customer. */
export function identityOf(ref: CustomerRef): string {
  return `${ref.division}:${ref.localId}`;
}

function refOf(row: { readonly division: string; readonly local_id: string }): CustomerRef {
  return { division: row.division, localId: row.local_id };
}

function uniqueRefs(refs: readonly CustomerRef[]): readonly CustomerRef[] {
  return [...new Map(refs.map((ref) => [identityOf(ref), ref])).values()];
}

function addMember(members: Map<string, Member[]>, identity: string, member: Member): void {
  const known = members.get(identity);
  if (known === undefined) members.set(identity, [member]);
  else known.push(member);
}

function memberOf(ref: CustomerRef, products: ReadonlyMap<string, readonly ProductFact[]>): Member {
  return { division: ref.division, products: products.get(identityOf(ref)) ?? [] };
}

async function productsByRef(
  transaction: Transaction<MetricsTables>,
  refs: readonly CustomerRef[],
): Promise<ReadonlyMap<string, readonly ProductFact[]>> {
  const found = new Map<string, ProductFact[]>();
  for (const product of await productsOf(transaction, refs)) {
    const ref = identityOf(refOf(product));
    const known = found.get(ref);
    if (known === undefined) found.set(ref, [product]);
    else known.push(product);
  }
  return found;
}
