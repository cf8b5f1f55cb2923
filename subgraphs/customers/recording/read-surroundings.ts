import type { Transaction } from 'kysely';
import { PreparedStatement } from '../../kit/prepared-statement.ts';
import type { AtHand } from '../linking/at-hand.ts';
import { MOST_SHARING, addSharing, type Sharing } from '../linking/find-candidates.ts';
import { PAIR_COLUMNS, pairOfJson, type PairJson } from '../linking/match-pairs.ts';
import { sourceText, type PlacedRecord, type SourceKey } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { placeColumns } from './bulk-rows.ts';
import { FORMER_LINKS_COLUMNS, formerLinksOf, type FormerLinksRow } from './read-before.ts';

/** All that recording needs to know beforehand of records that come, and of everybody they may be linked with. */
export interface Surroundings extends AtHand {
  /** The version by which pairs are judged today; null before anything was learnt. */
  readonly modelVersion: string | null;
  /** Of those records that came before, by `sourceText`. */
  readonly known: ReadonlyMap<string, KnownRecord>;
  readonly formerKeys: ReadonlyMap<string, readonly string[]>;
  /** Who has each key today, as the database has it. */
  readonly sharing: Sharing;
}

export interface KnownRecord {
  readonly version: string;
  readonly customerId: string;
}

/**
 * Reads what is around records before they are taken, in one round trip whatever it comes to: a record that
 * comes alone waits for each. `keys`: those that they will have.
 */
export async function readSurroundings(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
  keys: readonly string[],
): Promise<Surroundings> {
  // Of a key that so many share it is known that they are too many, also when all of these give it up.
  const most = MOST_SHARING + places.length;
  const parameters = [...placeColumns(places), keys, most + places.length + 1, most];
  const [row] = await READ.execute(transaction, parameters);
  if (row === undefined) throw new Error('A statement of one row must answer with it.');
  return surroundingsOf(places, row);
}

/** As JSON has it: lists, null for empty ones. */
interface SurroundingsRow extends FormerLinksRow {
  readonly modelVersion: string | null;
  readonly known: readonly (SourceKey & KnownRecord)[] | null;
  readonly formerKeys: readonly (SourceKey & { readonly key: string })[] | null;
  readonly sharing: readonly (SourceKey & { readonly key: string })[] | null;
  readonly companions: readonly (SourceKey & { readonly customerId: string })[] | null;
  readonly records: readonly PlacedRecord[] | null;
  /** Those of whom pairs and former links are here as well. */
  readonly places: readonly SourceKey[] | null;
  readonly pairs: readonly PairJson[] | null;
}

function surroundingsOf(places: readonly SourceKey[], row: SurroundingsRow): Surroundings {
  const sharing: Sharing = new Map();
  for (const { key, division, localId } of row.sharing ?? []) {
    addSharing(sharing, key, { division, localId });
  }
  return {
    modelVersion: row.modelVersion,
    known: new Map((row.known ?? []).map((one) => [sourceText(one), one])),
    formerKeys: grouped((row.formerKeys ?? []).map((one) => [sourceText(one), one.key])),
    sharing,
    places: new Set([...places, ...(row.places ?? [])].map(sourceText)),
    records: row.records ?? [],
    pairs: (row.pairs ?? []).map(pairOfJson),
    companions: companionsOf(row.companions ?? []),
    before: formerLinksOf(row),
  };
}

function companionsOf(
  links: readonly (SourceKey & { readonly customerId: string })[],
): AtHand['companions'] {
  const byCustomer = grouped(links.map((link) => [link.customerId, sourceText(link)]));
  return new Map([...byCustomer.values()].flatMap((all) => all.map((place) => [place, all])));
}

function grouped(entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, text] of entries) {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [text]);
    else group.push(text);
  }
  return groups;
}

const table = (name: keyof CustomerTables) => `${SCHEMA}.${name}`;

/**
 * `known`: the records that came before. `near`: they, everybody who is one customer with them, and everybody who shares a
 * key with them that is not shared by too many. Of a million customers most of those are strangers who share one key by
 * chance; `given` are the others, of whom linking is as good as certain to ask more. Each row is looked up by itself, as in
 * `FORMER_LINKS_COLUMNS`.
 */
const READ = new PreparedStatement<SurroundingsRow>(
  `with known as materialized (
     select came.division collate "C" as division, came.local_id collate "C" as local_id, r.version,
       l.customer_id
     from unnest($1::text[], $2::text[]) as came(division, local_id)
     cross join lateral (select r.version from ${table('source_record')} r
       where r.division = came.division and r.local_id = came.local_id offset 0) r
     cross join lateral (select l.customer_id from ${table('source_link')} l
       where l.division = came.division and l.local_id = came.local_id offset 0) l),
   former as materialized (
     select known.division, known.local_id, k.key from known
     cross join lateral (select k.key from ${table('link_key')} k
       where k.division = known.division and k.local_id = known.local_id offset 0) k),
   sharing as materialized (
     select asked.key, k.division, k.local_id
     from (select unnest($3::text[]) collate "C" as key union select key from former) asked
     cross join lateral (select k.division, k.local_id from ${table('link_key')} k
       where k.key = asked.key limit $4) k),
   companion as materialized (
     select l.division, l.local_id, mine.customer_id
     from (select distinct customer_id from known) mine
     cross join lateral (select l.division, l.local_id from ${table('source_link')} l
       where l.customer_id = mine.customer_id offset 0) l),
   sharer as materialized (
     select division, local_id from sharing
     where key in (select key from sharing group by key having count(*) <= $5)),
   near as materialized (
     select division, local_id from companion union select division, local_id from sharer),
   given as materialized (
     select division, local_id from companion
     union
     select division, local_id from sharer group by division, local_id having count(*) > 1)
   select
     (select version from ${table('match_model')} order by created desc, version desc limit 1)
       as "modelVersion",
     (select json_agg(json_build_object('division', division, 'localId', local_id,
        'version', version::text, 'customerId', customer_id)) from known) as "known",
     (select json_agg(json_build_object('division', division, 'localId', local_id, 'key', key))
      from former) as "formerKeys",
     (select json_agg(json_build_object('division', division, 'localId', local_id, 'key', key))
      from sharing) as "sharing",
     (select json_agg(json_build_object('division', division, 'localId', local_id,
        'customerId', customer_id)) from companion) as "companions",
     (select json_agg(json_build_object('division', near.division, 'localId', near.local_id,
        'record', r.standardised))
      from near
      cross join lateral (select r.standardised from ${table('source_record')} r
        where r.division = near.division and r.local_id = near.local_id offset 0) r) as "records",
     (select json_agg(json_build_object('division', division, 'localId', local_id)) from given)
       as "places",
     (select json_agg(json_build_object(${PAIR_COLUMNS.map((name) => `'${name}', p.${name}`).join(', ')}))
      from given
      cross join lateral (
        select p.* from ${table('match_pair')} p
        where p.left_place = (given.division || chr(1) || given.local_id) collate "C"
        union all
        select p.* from ${table('match_pair')} p
        where p.right_place = (given.division || chr(1) || given.local_id) collate "C") p) as "pairs",
     ${FORMER_LINKS_COLUMNS}`,
  'reads',
);
