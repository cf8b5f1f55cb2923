import type { RawBuilder } from 'kysely';
import type { SourceName } from '../model.ts';
import type { Amount } from './amounts.ts';
import type { Cut, RolledSource } from './layout.ts';
import type { SplitPeriod } from './split-period.ts';

/** What of a source is summed. */
export interface SummedSource {
  readonly name: SourceName;
  readonly amounts: readonly Amount[];
}

/** The days of a source whose sums are kept and up to date. */
export interface KeptPart {
  readonly name: RolledSource;
  readonly cut: Cut;
  readonly amounts: readonly Amount[];
  readonly split: SplitPeriod;
}

/** A query for what the facts add; the number that it is given tells its rows from others. */
export type FactsPart = (place: number) => RawBuilder<object>;

export function isKept(part: KeptPart | FactsPart): part is KeptPart {
  return typeof part !== 'function';
}
