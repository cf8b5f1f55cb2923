import type { PlacedRecord } from '../model.ts';
import type { CustomerTables } from '../tables.ts';
import type { Before } from './assign-customers.ts';

/** What was known of records before they are linked afresh. */
export type FormerLinks = Pick<
  Before,
  'links' | 'created' | 'founders' | 'mergedAway' | 'formerLinks'
>;

/** What was read already of some records, so that nobody reads it again. */
export interface AtHand {
  /** Of these all pairs and all former links are here, by `sourceText`. */
  readonly places: ReadonlySet<string>;
  readonly pairs: readonly CustomerTables['match_pair'][];
  readonly before: FormerLinks;
  readonly records: readonly PlacedRecord[];
  /** Place -> the places of everybody who is the same customer today. */
  readonly companions: ReadonlyMap<string, readonly string[]>;
}

export const NO_FORMER_LINKS: FormerLinks = Object.freeze({
  links: new Map(),
  created: new Map(),
  founders: new Map(),
  mergedAway: new Map(),
  formerLinks: new Map(),
});

export const NOTHING_AT_HAND: AtHand = Object.freeze({
  places: new Set<string>(),
  pairs: [],
  before: NO_FORMER_LINKS,
  records: [],
  companions: new Map(),
});
