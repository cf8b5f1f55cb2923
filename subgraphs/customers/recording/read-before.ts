import type { Transaction } from 'kysely';
import { PreparedStatement } from '../../kit/prepared-statement.ts';
import { formerLinkText, type Link, type MergedCustomer } from '../linking/assign-customers.ts';
import { NO_FORMER_LINKS, type AtHand, type FormerLinks } from '../linking/at-hand.ts';
import { sourceText, type SourceKey } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { placeColumns } from './bulk-rows.ts';

/** What was known of these records before they are linked afresh; what is at hand is not read again. */
export async function readBefore(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
  atHand: Pick<AtHand, 'places' | 'before'>,
): Promise<FormerLinks> {
  const missing = places.filter((place) => !atHand.places.has(sourceText(place)));
  if (missing.length === 0) return atHand.before;
  const [row] = await READ.execute(transaction, placeColumns(missing));
  const read = row === undefined ? NO_FORMER_LINKS : formerLinksOf(row);
  return {
    links: new Map([...atHand.before.links, ...read.links]),
    created: new Map([...atHand.before.created, ...read.created]),
    founders: new Map([...atHand.before.founders, ...read.founders]),
    mergedAway: new Map([...atHand.before.mergedAway, ...read.mergedAway]),
    formerLinks: new Map([...atHand.before.formerLinks, ...read.formerLinks]),
  };
}

/** As JSON has it: lists, null for empty ones, and times as texts. */
export interface FormerLinksRow {
  readonly links:
    | readonly (AsJson<Link> & { readonly created: string; readonly founderPlace: string | null })[]
    | null;
  readonly mergedAway: readonly (AsJson<MergedCustomer> & { readonly place: string })[] | null;
  readonly formerLinks:
    readonly AsJson<Pick<Link, keyof SourceKey | 'customerId' | 'linkedAt'>>[] | null;
}

type AsJson<Row> = { readonly [Name in keyof Row]: Row[Name] extends Date ? string : Row[Name] };

export function formerLinksOf({ links, mergedAway, formerLinks }: FormerLinksRow): FormerLinks {
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

function linkOf({ division, localId, customerId, probability, rule, linkedAt }: Link): Link {
  return { division, localId, customerId, probability, rule, linkedAt };
}

/**
 * Three lists of the places in `given`, as columns of a `select`. Each place is looked up by itself, whatever the
 * planner thinks of their number: `offset 0` keeps it from joining otherwise.
 */
export const FORMER_LINKS_COLUMNS = `
  (select json_agg(json_build_object(
     'division', given.division, 'localId', given.local_id, 'customerId', l.customer_id,
     'probability', l.probability, 'rule', l.rule, 'linkedAt', l.linked_at,
     'created', c.created, 'founderPlace', c.founder_place))
   from given
   cross join lateral (select * from ${SCHEMA}.source_link l
     where l.division = given.division and l.local_id = given.local_id offset 0) l
   cross join lateral (select * from ${SCHEMA}.customer c where c.id = l.customer_id offset 0) c
  ) as "links",
  (select json_agg(json_build_object(
     'place', c.founder_place, 'id', c.id, 'created', c.created, 'customerId', r.customer_id)
     order by c.created desc, c.id desc)
   from given
   cross join lateral (select * from ${SCHEMA}.customer c
     where c.founder_place = (given.division || chr(1) || given.local_id) collate "C" offset 0) c
   cross join lateral (select * from ${SCHEMA}.customer_redirect r
     where r.merged_id = c.id offset 0) r
  ) as "mergedAway",
  (select json_agg(json_build_object(
     'division', f.division, 'localId', f.local_id, 'customerId', f.customer_id,
     'linkedAt', f.linked_at))
   from given
   cross join lateral (select * from ${SCHEMA}.former_link f
     where f.division = given.division and f.local_id = given.local_id offset 0) f
  ) as "formerLinks"`;

const READ = new PreparedStatement<FormerLinksRow>(
  `with given as (
     select division collate "C" as division, local_id collate "C" as local_id
     from unnest($1::text[], $2::text[]) as given(division, local_id))
   select ${FORMER_LINKS_COLUMNS}`,
  'reads',
);
