import type { Transaction } from 'kysely';
import { PreparedStatement } from '../../kit/prepared-statement.ts';
import { sourceOfText, sourceText, type SourceKey } from '../model.ts';
import { placeColumns } from '../recording/bulk-rows.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** A key that more records share is a placeholder that somebody typed, and says nothing of who they are. */
export const MOST_SHARING = 200;

/** A record and the keys that it gets now, which need not be written yet, and had before. */
export interface KeyChange {
  readonly place: string;
  readonly now: readonly string[];
  readonly before: readonly string[];
}

/** Whom to judge with whom. */
export interface Candidates {
  /** Records all of whose pairs are judged anew: those that changed, and those whose keys changed their worth. */
  readonly judged: ReadonlySet<string>;
  /** Place -> the places of those with whom it shares a key that says something. */
  readonly of: ReadonlyMap<string, ReadonlySet<string>>;
  /** Everybody named in either, by place. */
  readonly places: ReadonlyMap<string, SourceKey>;
}

/**
 * Finds candidates through keys. Two records are candidates when they share a key which at most `MOST_SHARING`
 * records have; so when one record more makes a key worthless, or one less gives it its worth again, all who
 * have it are judged anew. That makes the answer one of the records alone, in whatever order they come.
 *
 * `known`: who has these keys before the changes. Of a key that very many share, more than `MOST_SHARING` and
 * twice as many as there are changes suffice.
 */
export async function findCandidates(
  transaction: Transaction<CustomerTables>,
  changes: readonly KeyChange[],
  known: Sharing,
): Promise<Candidates> {
  const keys = unique(changes.flatMap(({ now, before }) => [...now, ...before]));
  const sharing = sharingAfter(changes, keys, known);
  const judged = new Set(changes.map(({ place }) => place));
  const growths = growthOfKeys(changes);
  for (const key of keys) {
    const size = sharing.get(key)?.size ?? 0;
    const former = size - (growths.get(key) ?? 0);
    if (size > MOST_SHARING === former > MOST_SHARING) continue;
    for (const place of sharing.get(key)?.keys() ?? []) judged.add(place);
  }
  if (judged.size > changes.length) await addKeysOf(transaction, [...judged], sharing);
  return candidatesOf(judged, sharing);
}

/** Candidates of records that did not change, each pair once: with those whose places sort after theirs. */
export async function findLaterCandidates(
  transaction: Transaction<CustomerTables>,
  places: readonly string[],
): Promise<Candidates> {
  const sharing: Sharing = new Map();
  await addKeysOf(transaction, places, sharing);
  const { judged, of, places: all } = candidatesOf(new Set(places), sharing);
  const later = [...of].map(
    ([place, others]) => [place, new Set([...others].filter((other) => other > place))] as const,
  );
  return { judged, of: new Map(later), places: all };
}

/** Key -> who has it, by place. Of a key that very many share, only as many as show that. */
export type Sharing = Map<string, Map<string, SourceKey>>;

async function findSharing(
  transaction: Transaction<CustomerTables>,
  keys: readonly string[],
  limit: number,
): Promise<Sharing> {
  const rows = await READ_SHARING.execute(transaction, [keys, limit]);
  const sharing: Sharing = new Map();
  for (const { key, division, local_id: localId } of rows) {
    addSharing(sharing, key, { division, localId });
  }
  return sharing;
}

/** Who has each key when all that changes has changed. */
function sharingAfter(
  changes: readonly KeyChange[],
  keys: readonly string[],
  known: Sharing,
): Sharing {
  const sharing: Sharing = new Map(keys.map((key) => [key, new Map(known.get(key))]));
  for (const { place, now, before } of changes) {
    for (const key of before) sharing.get(key)?.delete(place);
    for (const key of now) addSharing(sharing, key, sourceOfText(place));
  }
  return sharing;
}

export function addSharing(sharing: Sharing, key: string, source: SourceKey): void {
  const places = sharing.get(key) ?? new Map<string, SourceKey>();
  places.set(sourceText(source), source);
  sharing.set(key, places);
}

/** By how many the changes made those who have each key more. */
function growthOfKeys(changes: readonly KeyChange[]): ReadonlyMap<string, number> {
  const growths = new Map<string, number>();
  const add = (key: string, more: number) => growths.set(key, (growths.get(key) ?? 0) + more);
  for (const { now, before } of changes) {
    for (const key of now) add(key, 1);
    for (const key of before) add(key, -1);
  }
  return growths;
}

/** Looks up the other keys of records that are judged although they did not change. */
async function addKeysOf(
  transaction: Transaction<CustomerTables>,
  places: readonly string[],
  sharing: Sharing,
): Promise<void> {
  const rows = await READ_KEYS.execute(transaction, placeColumns(places.map(sourceOfText)));
  const missing = rows.map(({ key }) => key).filter((key) => !sharing.has(key));
  const found = await findSharing(transaction, missing, MOST_SHARING + 1);
  for (const [key, all] of found) sharing.set(key, all);
}

function candidatesOf(judged: ReadonlySet<string>, sharing: Sharing): Candidates {
  const of = new Map<string, Set<string>>();
  const places = new Map([...judged].map((place) => [place, sourceOfText(place)]));
  for (const all of sharing.values()) {
    if (all.size > MOST_SHARING) continue;
    for (const place of all.keys()) {
      if (!judged.has(place)) continue;
      const others = of.get(place) ?? new Set<string>();
      of.set(place, others);
      for (const [other, source] of all) {
        if (other === place) continue;
        others.add(other);
        places.set(other, source);
      }
    }
  }
  return { judged, of, places };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

const READ_SHARING = new PreparedStatement<CustomerTables['link_key']>(
  `select given.key, sharing.division, sharing.local_id
   from unnest($1::text[]) as given(key)
   cross join lateral (
     select k.division, k.local_id from ${SCHEMA}.link_key k
     where k.key = given.key collate "C" limit $2
   ) sharing`,
  'reads',
);

const READ_KEYS = new PreparedStatement<{ readonly key: string }>(
  `select distinct k.key from unnest($1::text[], $2::text[]) as given(division, local_id)
   cross join lateral (
     select k.key from ${SCHEMA}.link_key k
     where k.division = given.division and k.local_id = given.local_id offset 0
   ) k`,
  'reads',
);
