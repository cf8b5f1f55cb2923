import type { SourceName } from '../model.ts';

/** What the rows of a source add up to on a day. */
export interface Rollup {
  readonly source: string;
  /** `WHOLE`, or the dimension by whose values the sums are apart. */
  readonly cut: string;
  readonly day: Date;
  readonly division: string;
  readonly value: string | null;
  /** In the order of the source's layout. */
  readonly amounts: readonly number[];
}

/** By which definitions a source's sums were made. */
export interface RollupLayout {
  readonly source: string;
  readonly fingerprint: string;
}

/** A day of a source of which facts changed since it was summed. Only ever added, and taken away once summed anew. */
export interface StaleDay {
  readonly source: SourceName;
  readonly day: Date;
}
