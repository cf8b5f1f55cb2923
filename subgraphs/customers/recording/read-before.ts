import { sql, type Transaction } from 'kysely';
import {
  formerLinkText,
  type Before,
  type Link,
  type MergedCustomer,
} from '../linking/assign-customers.ts';
import { sourceText, type SourceKey } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { placesAsRows } from './bulk-rows.ts';

type Known = Pick<Before, 'links' | 'created' | 'founders' | 'mergedAway' | 'formerLinks'>;

/** What was known of these records before they are linked afresh. */
export async function readBefore(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
): Promise<Known> {
  const linked = await readLinks(transaction, places);
  const links = linked.map(
    ({ division, local_id, customer_id, probability, rule, linked_at }): Link => ({
      division,
      localId: local_id,
      customerId: customer_id,
      probability,
      rule,
      linkedAt: linked_at,
    }),
  );
  const founders = linked.flatMap(
    ({ customer_id: id, founder_place: place }): [string, string][] =>
      place === null ? [] : [[id, place]],
  );
  return {
    links: new Map(links.map((link) => [sourceText(link), link])),
    created: new Map(linked.map((row) => [row.customer_id, row.created])),
    founders: new Map(founders),
    mergedAway: await readMergedAway(transaction, places),
    formerLinks: await readFormerLinks(transaction, places),
  };
}

type LinkedRow = CustomerTables['source_link'] &
  Pick<CustomerTables['customer'], 'created' | 'founder_place'>;

async function readLinks(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
): Promise<readonly LinkedRow[]> {
  const { rows } = await sql<LinkedRow>`
    select l.division, l.local_id, l.customer_id, l.probability, l.rule, l.linked_at, c.created,
      c.founder_place
    from ${placesAsRows(places)}
    join ${sql.id(SCHEMA, 'source_link')} l using (division, local_id)
    join ${sql.id(SCHEMA, 'customer')} c on c.id = l.customer_id`.execute(transaction);
  return rows;
}

async function readMergedAway(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
): Promise<ReadonlyMap<string, MergedCustomer>> {
  const { rows } = await sql<MergedCustomer & { place: string }>`
    select c.founder_place as place, c.id, c.created, r.customer_id as "customerId"
    from ${sql.id(SCHEMA, 'customer')} c
    join ${sql.id(SCHEMA, 'customer_redirect')} r on r.merged_id = c.id
    where c.founder_place = any(${places.map(sourceText)}::text[] collate "C")
    order by c.created desc, c.id desc`.execute(transaction);
  // A record that founded several: the oldest, which is the last here, counts.
  return new Map(rows.map(({ place, ...merged }) => [place, merged]));
}

async function readFormerLinks(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<SourceKey & { customerId: string; linkedAt: Date }>`
    select f.division, f.local_id as "localId", f.customer_id as "customerId",
      f.linked_at as "linkedAt"
    from ${placesAsRows(places)}
    join ${sql.id(SCHEMA, 'former_link')} f using (division, local_id)`.execute(transaction);
  return new Map(rows.map((row) => [formerLinkText(row, row.customerId), row.linkedAt]));
}
