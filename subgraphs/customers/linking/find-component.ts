import type { Transaction } from 'kysely';
import { PreparedStatement } from '../../kit/prepared-statement.ts';
import { placeColumns } from '../recording/bulk-rows.ts';
import { sourceOfText, sourceText, type SourceKey } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { NOTHING_AT_HAND, type AtHand } from './at-hand.ts';
import { connects, knownPair, pairsOf, pairText, type MatchPair } from './match-pairs.ts';
import type { KnownPair } from './linker.ts';

/** Records that belong together or did, and all that is known of their pairs. */
export interface Component {
  readonly places: readonly SourceKey[];
  readonly pairs: readonly KnownPair[];
}

/** What was read before, as it will be written. */
export interface KnownPairs {
  /** Places all of whose pairs are given. */
  readonly places: ReadonlySet<string>;
  readonly pairs: readonly MatchPair[];
  /** Places that are nobody's records yet. */
  readonly fresh: ReadonlySet<string>;
}

const NOTHING: KnownPairs = { places: new Set(), pairs: [], fresh: new Set() };

/**
 * Follows links from these records, and from everybody who was one customer with them, until nothing new turns
 * up: whom a change can concern is in it, and nobody else.
 */
export async function findComponent(
  transaction: Transaction<CustomerTables>,
  seeds: readonly string[],
  known: KnownPairs = NOTHING,
  atHand: AtHand = NOTHING_AT_HAND,
): Promise<Component> {
  const seen = new Set<string>();
  const pairs = new Map<string, MatchPair>();
  const isGiven = (place: string) => known.places.has(place);
  const linked = seeds.filter((place) => !known.fresh.has(place));
  let frontier = [...new Set([...seeds, ...(await companionsOf(transaction, linked, atHand))])];
  while (frontier.length > 0) {
    for (const place of frontier) seen.add(place);
    const unknown = frontier.filter((place) => !known.places.has(place));
    const read = await pairsOf(transaction, unknown, atHand);
    // Of the places whose pairs are given, what was read may be out of date.
    const found = [...known.pairs, ...read.filter((pair) => !sidesOf(pair).some(isGiven))];
    for (const pair of found) {
      pairs.set(pairText({ left: pair.left_place, right: pair.right_place }), pair);
    }
    const reached = found
      .filter(connects)
      .map(sidesOf)
      .filter((both) => both.some((place) => seen.has(place)))
      .flat();
    frontier = [...new Set(reached)].filter((place) => !seen.has(place));
  }
  const inside = [...pairs.values()].filter(
    (pair) => seen.has(pair.left_place) && seen.has(pair.right_place),
  );
  return { places: [...seen].map(sourceOfText), pairs: inside.map(knownPair) };
}

function sidesOf(pair: MatchPair): readonly [string, string] {
  return [pair.left_place, pair.right_place];
}

/** All records of the customers that these records are today. */
async function companionsOf(
  transaction: Transaction<CustomerTables>,
  places: readonly string[],
  { companions }: AtHand,
): Promise<readonly string[]> {
  const found = places.flatMap((place) => companions.get(place) ?? []);
  const missing = places.filter((place) => !companions.has(place));
  if (missing.length === 0) return found;
  const rows = await READ_COMPANIONS.execute(transaction, placeColumns(missing.map(sourceOfText)));
  return [...found, ...rows.map(sourceText)];
}

const READ_COMPANIONS = new PreparedStatement<SourceKey>(
  `select other.division, other.local_id as "localId"
   from unnest($1::text[], $2::text[]) as given(division, local_id)
   cross join lateral (select l.customer_id from ${SCHEMA}.source_link l
     where l.division = given.division and l.local_id = given.local_id offset 0) l
   cross join lateral (select o.division, o.local_id from ${SCHEMA}.source_link o
     where o.customer_id = l.customer_id offset 0) other`,
  'reads',
);
