import type { Checkpoint, ImportProgress } from './checkpoint.ts';
import { addBatch, type BatchTotals } from './import-totals.ts';
import type { RejectFile, Rejection } from './reject-file.ts';

/** What one batch came to. */
export interface BatchOutcome extends Omit<BatchTotals, 'rejections' | 'rejectBytes'> {
  readonly rejections: readonly Rejection[];
}

export interface LedgerParts {
  readonly checkpoint: Checkpoint;
  readonly rejects: RejectFile;
  /** What an earlier, interrupted run had done. */
  readonly before: ImportProgress;
}

/** Keeps what an import has done: rejected rows first, then the place at which it goes on when interrupted. */
export class ImportLedger {
  progress: ImportProgress;
  /** Of the file, for the head of the reject file. */
  columns: readonly string[] = [];
  readonly #parts: LedgerParts;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.progress = parts.before;
  }

  async count(outcome: BatchOutcome): Promise<void> {
    const { rejects, checkpoint } = this.#parts;
    const rejections = [...outcome.rejections].sort((left, right) => left.line - right.line);
    await rejects.add(this.columns, rejections);
    this.progress = addBatch(this.progress, {
      ...outcome,
      rejections: rejections.map(({ reason }) => reason),
      rejectBytes: rejects.bytes,
    });
    await checkpoint.write(this.progress);
  }
}
