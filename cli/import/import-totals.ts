import type { ImportProgress } from './checkpoint.ts';

/** What one batch adds to an import's totals. */
export interface BatchTotals {
  readonly read: number;
  readonly skipped: number;
  readonly accepted: number;
  readonly unchanged: number;
  /** Why each rejected row was rejected. */
  readonly rejections: readonly string[];
  readonly warnings: readonly string[];
  /** Cases of a log that the rows were of. */
  readonly cases?: number;
  /** Bytes of the reject file now. */
  readonly rejectBytes: number;
}

export function addBatch(before: ImportProgress, batch: BatchTotals): ImportProgress {
  return {
    read: before.read + batch.read,
    skipped: before.skipped + batch.skipped,
    accepted: before.accepted + batch.accepted,
    unchanged: before.unchanged + batch.unchanged,
    rejected: before.rejected + batch.rejections.length,
    cases: before.cases + (batch.cases ?? 0),
    reasons: count(before.reasons, batch.rejections),
    warnings: count(before.warnings, batch.warnings),
    rejectBytes: batch.rejectBytes,
  };
}

const MOST_REASONS = 20;
const OTHER = 'other';

/** Reasons that differ only in a value are too many to list, so from the 21st on they are one. */
function count(
  counts: Readonly<Record<string, number>>,
  texts: readonly string[],
): Record<string, number> {
  const sums = new Map(Object.entries(counts));
  for (const text of texts) {
    const key = sums.has(text) || sums.size < MOST_REASONS ? text : OTHER;
    sums.set(key, (sums.get(key) ?? 0) + 1);
  }
  return Object.fromEntries(sums);
}
