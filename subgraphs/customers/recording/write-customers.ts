import { sql, type Transaction } from 'kysely';
import { writeTogether, type Write } from '../../kit/write-together.ts';
import { statusOf, valueTierOf } from '../golden/customer-summary.ts';
import { goldenValues, type GoldenValue } from '../golden/survivorship.ts';
import type { AssignedCustomer, Link } from '../linking/assign-customers.ts';
import { sourceText, type PlacedRecord, type StandardName } from '../model.ts';
import { searchTokens, sortKey } from '../search/search-tokens.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { writeRows, writesOf } from './bulk-rows.ts';
import { deletionOfTokens, tokenWrites } from './token-writes.ts';

/** A customer as its records make it today. */
export interface CurrentCustomer {
  readonly id: string;
  readonly created: Date;
  readonly isNew: boolean;
  /** The founder's first. */
  readonly records: readonly PlacedRecord[];
}

export interface Merge {
  readonly mergedId: string;
  readonly customerId: string;
}

export function linkWrites(links: readonly Link[]): readonly Write[] {
  const rows = links.map((link) => ({
    division: link.division,
    local_id: link.localId,
    customer_id: link.customerId,
    probability: link.probability,
    rule: link.rule,
    linked_at: link.linkedAt,
  }));
  return writesOf(SOURCE_LINK, rows);
}

/** What keeps when records were linked to the customers that they leave now. */
export function formerLinkWrites(
  changed: readonly Link[],
  before: ReadonlyMap<string, Link>,
): readonly Write[] {
  const left = changed.flatMap((link) => {
    const former = before.get(sourceText(link));
    return former === undefined || former.customerId === link.customerId ? [] : [former];
  });
  const rows = left.map(({ division, localId, customerId, linkedAt }) => ({
    division,
    local_id: localId,
    customer_id: customerId,
    linked_at: linkedAt,
  }));
  return writesOf(FORMER_LINK, rows);
}

/** Customers that had been merged away and are ones again redirect no longer. */
export async function writeRevivals(
  transaction: Transaction<CustomerTables>,
  customers: readonly AssignedCustomer[],
): Promise<void> {
  const ids = customers.filter(({ origin }) => origin === 'revived').map(({ id }) => id);
  if (ids.length === 0) return;
  await sql`
    delete from ${sql.id(SCHEMA, 'customer_redirect')} where merged_id = any(${ids}::uuid[])`.execute(
    transaction,
  );
}

/** Redirects merged customers. Redirects to one of them go on to where it went. */
export async function writeMerges(
  transaction: Transaction<CustomerTables>,
  merges: readonly Merge[],
  now: Date,
): Promise<void> {
  if (merges.length === 0) return;
  const merged = merges.map(({ mergedId }) => mergedId);
  const targets = merges.map(({ customerId }) => customerId);
  await sql`
    update ${sql.id(SCHEMA, 'customer_redirect')} r set customer_id = given.customer_id
    from unnest(${merged}::uuid[], ${targets}::uuid[]) as given(merged_id, customer_id)
    where r.customer_id = given.merged_id`.execute(transaction);
  await writeRows(
    transaction,
    CUSTOMER_REDIRECT,
    merges.map((merge) => ({
      merged_id: merge.mergedId,
      customer_id: merge.customerId,
      merged_at: now,
    })),
  );
  await sql`
    update ${sql.id(SCHEMA, 'customer')} set status = 'MERGED', golden_values = '[]' where id = any(${merged}::uuid[])`.execute(
    transaction,
  );
  await writeTogether(transaction, deletionOfTokens(merged));
}

/** What writes all that follows from the customers' records: summary, golden values, search tokens. */
export function customerWrites(customers: readonly CurrentCustomer[]): readonly Write[] {
  const golden = customers.map((customer) => {
    const values = goldenValues(customer.records);
    return { customer, values, sort: sortKey(nameOf(values)) };
  });
  const rows = golden.map(({ customer, values, sort }) => ({
    id: customer.id,
    created: customer.created,
    status: statusOf(customer.records),
    value_tier: valueTierOf(customer.records),
    sort_key: sort,
    golden_values: values,
    founder_place: customer.records[0] === undefined ? null : sourceText(customer.records[0]),
  }));
  const tokens = golden.map(({ customer: { id, isNew, records }, sort }) => ({
    customerId: id,
    isNew,
    sortKey: sort,
    tokens: searchTokens(records),
  }));
  return [...writesOf(CUSTOMER, rows), ...tokenWrites(tokens)];
}

function nameOf(values: readonly GoldenValue[]): StandardName | null {
  const name = values.find(({ field }) => field === 'name');
  // The survivor of the field `name` is a name.
  return name === undefined ? null : (name.value as StandardName);
}

const SOURCE_LINK = {
  name: 'source_link',
  columns: {
    division: 'text',
    local_id: 'text',
    customer_id: 'uuid',
    probability: 'double precision',
    rule: 'text',
    linked_at: 'timestamptz',
  },
  replaces: ['division', 'local_id'],
} as const;

const CUSTOMER = {
  name: 'customer',
  columns: {
    id: 'uuid',
    created: 'timestamptz',
    status: 'text',
    value_tier: 'text',
    sort_key: 'text',
    golden_values: 'jsonb',
    founder_place: 'text',
  },
  replaces: ['id'],
} as const;

const CUSTOMER_REDIRECT = {
  name: 'customer_redirect',
  columns: { merged_id: 'uuid', customer_id: 'uuid', merged_at: 'timestamptz' },
  replaces: ['merged_id'],
} as const;

const FORMER_LINK = {
  name: 'former_link',
  columns: { division: 'text', local_id: 'text', customer_id: 'uuid', linked_at: 'timestamptz' },
  replaces: ['division', 'local_id', 'customer_id'],
} as const;
