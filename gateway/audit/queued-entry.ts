import type { LedgerOperation, LedgerReader, LedgerReading } from '../../schema/ledger-batch.ts';

/** One answered request. What many have in common is the same object in all of them. */
export interface QueuedEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly requestId: string;
  readonly reader: LedgerReader;
  readonly operation: LedgerOperation;
  readonly reading: LedgerReading;
  readonly customers: readonly string[];
}
