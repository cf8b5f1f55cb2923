import type { PlacedRecord, SourceKey } from '../model.ts';

/**
 * Decides which records are one customer. Everything else in the room knows only this interface, so another
 * way of deciding replaces this one without touching it.
 *
 * A linker must be a function of the set of records and of what stewards decided: neither the records' order
 * nor the batches in which they came may change the answer.
 */
export interface Linker {
  /** Names how it weighs: an answer of one version is never mixed with another's. */
  readonly version: string;

  /**
   * Keys under which a record is stored and found. Two records that could be linked must share one: only such
   * pairs are ever judged.
   */
  keysOf(record: PlacedRecord['record']): readonly string[];

  /** Looks at these records. What it says of a pair depends on the two records alone. */
  judge(records: readonly PlacedRecord[]): Judge;
}

/** Judges the records that it was given, by their places. */
export interface Judge {
  /** Whether it was given this record. */
  knows(place: string): boolean;

  /** Null when nothing speaks for the pair that is worth a thought. */
  judge(left: string, right: string): Judgement | null;

  /** Parts the records, or those in `places`, into customers, by what is known of their pairs. */
  cluster(pairs: readonly KnownPair[], places?: ReadonlySet<string>): readonly Cluster[];
}

export interface Judgement {
  /** In bits: log2 of the odds of being one customer. */
  readonly weight: number;
  /** To be linked without anybody looking. */
  readonly isLink: boolean;
  /** `never` keeps them apart also through a third record; `ask` leaves it to a steward. */
  readonly vetoKind: 'never' | 'apart' | 'ask' | null;
  /** The veto, else what speaks most for it. */
  readonly reason: string;
}

/** How things stand between two records. */
export interface KnownPair {
  /** Places, as `sourceText` makes them; the smaller one left. */
  readonly left: string;
  readonly right: string;
  /** Null when only a steward's decision is known. */
  readonly weight: number | null;
  readonly isLink: boolean;
  readonly decision: 'must-link' | 'cannot-link' | null;
}

/** The records of one customer, by division and local id. */
export interface Cluster {
  readonly members: readonly ClusterMember[];
}

/** A record, and why it belongs to the others. Alone it has no evidence. */
export interface ClusterMember extends SourceKey {
  readonly evidence: Evidence | null;
}

export interface Evidence {
  /** 0 to 1. */
  readonly probability: number;
  /** What speaks most for it, e.g. `identifier, birthDate`, or `steward`. */
  readonly rule: string;
}
