import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

/** What is counted of the read ledger. */
export interface LedgerMetrics {
  /** An attempt to write some entries. */
  ledgerBatch(outcome: 'written' | 'failed', entries: number): void;
}

export function createLedgerMetrics(registry: Registry): LedgerMetrics {
  const registers = [registry];
  const entries = new Counter({
    name: 'switchboard_ledger_entries_total',
    help: 'Entries that the read ledger took.',
    registers,
  });
  const batches = new Counter({
    name: 'switchboard_ledger_batches_total',
    help: 'Attempts to write entries to the read ledger: written, or failed and to be repeated.',
    labelNames: ['outcome'],
    registers,
  });
  return {
    ledgerBatch(outcome, count) {
      batches.inc({ outcome });
      if (outcome === 'written') entries.inc(count);
    },
  };
}
