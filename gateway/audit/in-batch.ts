import type { LedgerBatch } from '../../schema/ledger-batch.ts';
import type { QueuedEntry } from './queued-entry.ts';

/** Most characters of operations in a batch; a room reads bodies of 16 MB. */
const MOST_TEXT = 4 * 1024 * 1024;

/** Things by place, each once. */
class Places<Value> {
  readonly values: Value[] = [];
  readonly #places = new Map<Value, number>();

  of(value: Value): number {
    let place = this.#places.get(value);
    if (place === undefined) {
      place = this.values.push(value) - 1;
      this.#places.set(value, place);
    }
    return place;
  }

  has(value: Value): boolean {
    return this.#places.has(value);
  }
}

/** The first entries as one batch, as many as go into one, what they have in common said once. */
export function inBatch(
  entries: readonly QueuedEntry[],
  id: string,
): { readonly batch: LedgerBatch; readonly count: number } {
  const readers = new Places<QueuedEntry['reader']>();
  const operations = new Places<QueuedEntry['operation']>();
  const readings = new Places<QueuedEntry['reading']>();
  const taken: LedgerBatch['entries'] = [];
  let text = 0;
  for (const entry of entries) {
    if (!operations.has(entry.operation)) text += entry.operation.text.length;
    if (text > MOST_TEXT && taken.length > 0) break;
    taken.push({
      ...{ at: entry.at, requestId: entry.requestId, customers: [...entry.customers] },
      ...{ reader: readers.of(entry.reader), operation: operations.of(entry.operation) },
      reading: readings.of(entry.reading),
    });
  }
  const lists = {
    readers: readers.values,
    operations: operations.values,
    readings: readings.values,
  };
  return { batch: { id, ...lists, entries: taken }, count: taken.length };
}
