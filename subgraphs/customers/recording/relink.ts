import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { NewEvent } from '../../kit/outbox.ts';
import { assignCustomers, type Assignment, type Link } from '../linking/assign-customers.ts';
import type { Linker } from '../linking/linker.ts';
import { sourceText, type PlacedRecord } from '../model.ts';
import type { CustomerTables } from '../tables.ts';
import { findNeighbours } from './find-neighbours.ts';
import { findLinks } from './source-records.ts';
import {
  writeCustomers,
  writeLinks,
  writeMerges,
  type CurrentCustomer,
} from './write-customers.ts';

/** What linking changed. */
export interface Relinked {
  readonly events: readonly NewEvent[];
  /** By `sourceText`, of every record that was looked at. */
  readonly customerIds: ReadonlyMap<string, string>;
}

/**
 * Links the taken records and everything that is connected with them afresh. The answer follows from the
 * records alone, so a link that no longer has a reason is gone, and one that has appears, whatever was before;
 * what was before decides only which ids the customers keep.
 */
export async function relink(
  transaction: Transaction<CustomerTables>,
  taken: readonly PlacedRecord[],
  options: { readonly keys: readonly string[]; readonly linker: Linker; readonly now: Date },
): Promise<Relinked> {
  const { linker, now, keys } = options;
  const { neighbours, worthless } = await findNeighbours(transaction, taken, keys);
  const records = [...taken, ...neighbours];
  const before = await findLinks(transaction, records);
  const touched = new Set(taken.map(sourceText));
  const clusters = linker.cluster(records, worthless);
  const assignment = assignCustomers(clusters, { ...before, touched, now, newId: () => uuidv7() });
  const links = assignment.customers.flatMap((customer) => customer.links);
  const changed = links.filter((link) => before.links.get(sourceText(link)) !== link);
  await writeMerges(transaction, assignment.merged, now);
  await writeLinks(transaction, changed);
  const affected = affectedCustomers(assignment, before.links, touched);
  await writeCustomers(
    transaction,
    currentCustomers(assignment, affected, { records, created: before.created, now }),
  );
  return {
    events: eventsOf(assignment, changed, now),
    customerIds: new Map(links.map((link) => [sourceText(link), link.customerId])),
  };
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
  known: {
    readonly records: readonly PlacedRecord[];
    readonly created: ReadonlyMap<string, Date>;
    readonly now: Date;
  },
): readonly CurrentCustomer[] {
  const byPlace = new Map(known.records.map((record) => [sourceText(record), record]));
  return assignment.customers
    .filter(({ id }) => affected.has(id))
    .map(({ id, isNew, links }) => ({
      id,
      isNew,
      created: known.created.get(id) ?? known.now,
      records: links.flatMap((link) => byPlace.get(sourceText(link)) ?? []),
    }));
}

function eventsOf(
  assignment: Assignment,
  changed: readonly Link[],
  now: Date,
): readonly NewEvent[] {
  const occurredAt = now.toISOString();
  return [
    ...assignment.merged.map((payload): NewEvent => ({
      type: 'customer.merged',
      occurredAt,
      payload,
    })),
    ...changed.map(({ division, localId, customerId, probability }): NewEvent => {
      const payload = { division, localId, customerId, matchProbability: probability };
      return { type: 'customer.linked', occurredAt, payload };
    }),
  ];
}
