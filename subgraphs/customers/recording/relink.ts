import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { NewEvent } from '../../kit/outbox.ts';
import type { Write } from '../../kit/write-together.ts';
import { assignCustomers, type Assignment, type Link } from '../linking/assign-customers.ts';
import { NOTHING_AT_HAND, type AtHand } from '../linking/at-hand.ts';
import { findComponent, type KnownPairs } from '../linking/find-component.ts';
import type { Cluster, Judge, KnownPair, Linker } from '../linking/linker.ts';
import { compareText, sourceText, type PlacedRecord } from '../model.ts';
import type { CustomerTables } from '../tables.ts';
import { linkEvents } from './link-events.ts';
import { readBefore } from './read-before.ts';
import { readRecords } from './read-records.ts';
import {
  customerWrites,
  formerLinkWrites,
  linkWrites,
  writeMerges,
  writeRevivals,
  type CurrentCustomer,
} from './write-customers.ts';

/** What linking changed. */
export interface Relinked {
  readonly events: readonly NewEvent[];
  /** By `sourceText`, of every record that was looked at. */
  readonly customerIds: ReadonlyMap<string, string>;
  /** What keeps the links and the customers; merges and revivals are written already. */
  readonly writes: readonly Write[];
}

export interface RelinkOptions {
  readonly linker: Linker;
  readonly now: Date;
  /** Records that came now: in a split it is they who leave. */
  readonly taken: readonly PlacedRecord[];
  /** Records that were read before, those that came now among them. Defaults to none. */
  readonly records?: readonly PlacedRecord[];
  /** Pairs that were judged now, and who judged them. */
  readonly known?: KnownPairs;
  readonly judge?: Judge;
  /** What else was read before. Defaults to nothing. */
  readonly atHand?: AtHand;
}

/**
 * Links records and everything that is connected with them afresh, from what is known of their pairs. The
 * answer follows from the records and the stewards' decisions alone; what was before decides only which ids
 * the customers keep.
 */
export async function relink(
  transaction: Transaction<CustomerTables>,
  seeds: ReadonlySet<string>,
  options: RelinkOptions,
): Promise<Relinked> {
  const { now, taken, records: read = [], known, atHand = NOTHING_AT_HAND } = options;
  const component = await findComponent(transaction, [...seeds], known, atHand);
  const records = [
    ...(await readRecords(transaction, component.places, [...atHand.records, ...read])),
  ].sort((a, b) => compareText(sourceText(a), sourceText(b)));
  const before = await readBefore(transaction, records, atHand);
  const touched = new Set(taken.map(sourceText));
  const clusters = clustersOf(records, component.pairs, options);
  const newId = () => uuidv7();
  const assignment = assignCustomers(clusters, { ...before, touched, now, newId });
  const links = assignment.customers.flatMap((customer) => customer.links);
  const changed = links.filter((link) => before.links.get(sourceText(link)) !== link);
  await writeRevivals(transaction, assignment.customers);
  await writeMerges(transaction, assignment.merged, now);
  const affected = affectedCustomers(assignment, before.links, touched);
  return {
    writes: [
      ...formerLinkWrites(changed, before.links),
      ...linkWrites(changed),
      ...customerWrites(currentCustomers(assignment, affected, records)),
    ],
    events: linkEvents({ assignment, changed, before: before.links, now }),
    customerIds: new Map(links.map((link) => [sourceText(link), link.customerId])),
  };
}

/** By whoever judged the records, when all of them are known there: comparing begins with much preparation. */
function clustersOf(
  records: readonly PlacedRecord[],
  pairs: readonly KnownPair[],
  { linker, judge }: RelinkOptions,
): readonly Cluster[] {
  const places = new Set(records.map(sourceText));
  const knowsAll = judge !== undefined && [...places].every((place) => judge.knows(place));
  return (knowsAll ? judge : linker.judge(records)).cluster(pairs, places);
}

/** Customers that gained or lost a record, or one of whose records came now. */
function affectedCustomers(
  assignment: Assignment,
  before: ReadonlyMap<string, Link>,
  touched: ReadonlySet<string>,
): ReadonlySet<string> {
  const affected = new Set<string>();
  for (const link of assignment.customers.flatMap(({ links }) => links)) {
    const former = before.get(sourceText(link))?.customerId;
    if (former === link.customerId && !touched.has(sourceText(link))) continue;
    affected.add(link.customerId);
    if (former !== undefined) affected.add(former);
  }
  return affected;
}

function currentCustomers(
  assignment: Assignment,
  affected: ReadonlySet<string>,
  records: readonly PlacedRecord[],
): readonly CurrentCustomer[] {
  const byPlace = new Map(records.map((record) => [sourceText(record), record]));
  return assignment.customers
    .filter(({ id }) => affected.has(id))
    .map(({ id, origin, created, links }) => ({
      id,
      isNew: origin === 'new',
      created,
      records: links.flatMap((link) => byPlace.get(sourceText(link)) ?? []),
    }));
}
