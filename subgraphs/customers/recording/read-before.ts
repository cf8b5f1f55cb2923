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

/**
 * What was known of these records before they are linked afresh: three lists in one statement, since every
 * record that comes alone waits for this.
 */
export async function readBefore(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
): Promise<Known> {
  const { rows } = await sql<BeforeRow>`
    with given as (select * from ${placesAsRows(places)})
    select (${LINKS}) as links, (${MERGED_AWAY}) as "mergedAway", (${FORMER_LINKS}) as "formerLinks"`.execute(
    transaction,
  );
  const { links, mergedAway, formerLinks } = rows[0] ?? {};
  const known = (links ?? []).map((row) => ({ ...row, linkedAt: new Date(row.linkedAt) }));
  return {
    links: new Map(known.map((row) => [sourceText(row), linkOf(row)])),
    created: new Map(known.map((row) => [row.customerId, new Date(row.created)])),
    founders: new Map(
      known.flatMap((row): [string, string][] =>
        row.founderPlace === null ? [] : [[row.customerId, row.founderPlace]],
      ),
    ),
    // A record that founded several: the oldest, which is the last here, counts.
    mergedAway: new Map(
      (mergedAway ?? []).map(({ place, id, created, customerId }): [string, MergedCustomer] => [
        place,
        { id, created: new Date(created), customerId },
      ]),
    ),
    formerLinks: new Map(
      (formerLinks ?? []).map((row) => [
        formerLinkText(row, row.customerId),
        new Date(row.linkedAt),
      ]),
    ),
  };
}

/** As JSON has it: lists, null for empty ones, and times as texts. */
interface BeforeRow {
  readonly links: readonly (AsJson<Link> & {
    readonly created: string;
    readonly founderPlace: string | null;
  })[];
  readonly mergedAway: readonly (AsJson<MergedCustomer> & { readonly place: string })[];
  readonly formerLinks: readonly AsJson<Pick<Link, keyof SourceKey | 'customerId' | 'linkedAt'>>[];
}

type AsJson<Row> = { readonly [Name in keyof Row]: Row[Name] extends Date ? string : Row[Name] };

function linkOf({ division, localId, customerId, probability, rule, linkedAt }: Link): Link {
  return { division, localId, customerId, probability, rule, linkedAt };
}

const LINKS = sql`
  select json_agg(json_build_object(
    'division', l.division, 'localId', l.local_id, 'customerId', l.customer_id,
    'probability', l.probability, 'rule', l.rule, 'linkedAt', l.linked_at,
    'created', c.created, 'founderPlace', c.founder_place))
  from given join ${sql.id(SCHEMA, 'source_link')} l using (division, local_id)
  join ${sql.id(SCHEMA, 'customer')} c on c.id = l.customer_id`;

const MERGED_AWAY = sql`
  select json_agg(json_build_object(
    'place', c.founder_place, 'id', c.id, 'created', c.created, 'customerId', r.customer_id)
    order by c.created desc, c.id desc)
  from given join ${sql.id(SCHEMA, 'customer')} c
    on c.founder_place = (given.division || chr(1) || given.local_id) collate "C"
  join ${sql.id(SCHEMA, 'customer_redirect')} r on r.merged_id = c.id`;

const FORMER_LINKS = sql`
  select json_agg(json_build_object(
    'division', f.division, 'localId', f.local_id, 'customerId', f.customer_id,
    'linkedAt', f.linked_at))
  from given join ${sql.id(SCHEMA, 'former_link')} f using (division, local_id)`;
