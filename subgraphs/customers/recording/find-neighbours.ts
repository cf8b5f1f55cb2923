import { sql, type Transaction } from 'kysely';
import { sourceText, type PlacedRecord, type SourceKey } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { placesAsRows } from './bulk-rows.ts';

/** A key that more records share is a placeholder that somebody typed, and says nothing of who they are. */
const MOST_SHARING = 200;

/** Everything that linking the taken records has to look at again. */
export interface Neighbourhood {
  /** The other records that are connected with the taken ones through keys, near or far. */
  readonly neighbours: readonly PlacedRecord[];
  readonly worthless: ReadonlySet<string>;
}

/**
 * Follows keys from record to record until nothing new turns up. `keys` are all that the taken records have
 * or had: whom a record has left must be looked at again too. Their new keys are written already.
 */
export async function findNeighbours(
  transaction: Transaction<CustomerTables>,
  taken: readonly PlacedRecord[],
  keys: readonly string[],
): Promise<Neighbourhood> {
  const seen = new Set(taken.map(sourceText));
  const known = new Set(keys);
  const worthless = new Set<string>();
  const neighbours: PlacedRecord[] = [];
  let frontier = keys;
  while (frontier.length > 0) {
    const found = await findSharing(transaction, frontier, seen, taken.length);
    for (const key of found.worthless) worthless.add(key);
    const records = await readRecords(transaction, found.places);
    neighbours.push(...records.placed);
    for (const place of found.places) seen.add(sourceText(place));
    frontier = records.keys.filter((key) => !known.has(key));
    for (const key of frontier) known.add(key);
  }
  return { neighbours, worthless };
}

interface Sharing {
  readonly places: readonly SourceKey[];
  readonly worthless: readonly string[];
}

/** Who shares these keys and was not seen yet. Behind a key that was worthless before, nobody changes. */
async function findSharing(
  transaction: Transaction<CustomerTables>,
  keys: readonly string[],
  seen: ReadonlySet<string>,
  takenCount: number,
): Promise<Sharing> {
  const limit = MOST_SHARING + takenCount + 1;
  const { rows } = await sql<{ key: string; division: string; local_id: string }>`
    select given.key, sharing.division, sharing.local_id
    from unnest(${keys}::text[]) as given(key)
    cross join lateral (
      select k.division, k.local_id from ${sql.id(SCHEMA, 'link_key')} k
      where k.key = given.key collate "C" limit ${limit}
    ) sharing`.execute(transaction);
  const sharing = new Map<string, SourceKey[]>();
  for (const { key, division, local_id: localId } of rows) {
    const places = sharing.get(key);
    if (places === undefined) sharing.set(key, [{ division, localId }]);
    else places.push({ division, localId });
  }
  const places = new Map<string, SourceKey>();
  const worthless: string[] = [];
  for (const [key, all] of sharing) {
    if (all.length > MOST_SHARING) worthless.push(key);
    const others = all.filter((place) => !seen.has(sourceText(place)));
    if (others.length > MOST_SHARING) continue;
    for (const place of others) places.set(sourceText(place), place);
  }
  return { places: [...places.values()], worthless };
}

async function readRecords(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
): Promise<{ readonly placed: readonly PlacedRecord[]; readonly keys: readonly string[] }> {
  if (places.length === 0) return { placed: [], keys: [] };
  const { rows } = await sql<{
    division: string;
    local_id: string;
    standardised: PlacedRecord['record'];
    keys: readonly string[];
  }>`
    select r.division, r.local_id, r.standardised, array(
      select k.key from ${sql.id(SCHEMA, 'link_key')} k
      where k.division = r.division and k.local_id = r.local_id
    ) as keys
    from ${placesAsRows(places)}
    join ${sql.id(SCHEMA, 'source_record')} r using (division, local_id)`.execute(transaction);
  return {
    placed: rows.map((row) => ({
      division: row.division,
      localId: row.local_id,
      record: row.standardised,
    })),
    keys: [...new Set(rows.flatMap((row) => row.keys))].sort(),
  };
}
