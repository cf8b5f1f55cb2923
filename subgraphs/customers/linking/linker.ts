import type { PlacedRecord, SourceKey } from '../model.ts';

/**
 * Decides which records are one customer. Everything else in the room knows only this interface, so another
 * way of deciding replaces this one without touching it.
 *
 * A linker must be a function of the set of records alone: neither their order nor the batches in which they
 * came may change the answer.
 */
export interface Linker {
  /**
   * Keys under which a record is stored and found. Two records that could be linked must share one: the room
   * only ever shows a linker records that are connected through keys.
   */
  keysOf(record: PlacedRecord['record']): readonly string[];

  /** Parts the records into customers. A key in `worthless` is shared by too many records to say anything. */
  cluster(records: readonly PlacedRecord[], worthless: ReadonlySet<string>): readonly Cluster[];
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
  /** The rule's name, e.g. `same-national-identifier`. */
  readonly rule: string;
}
