import { setImmediate as breathe } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { recordTaken } from '../../kit/consume-once.ts';
import { addProgress } from '../data-source.ts';
import { FACT_KINDS } from '../facts/fact-kinds.ts';
import type { MetricsTables } from '../tables.ts';
import { FOLDED_TABLES } from './fact-tables.ts';
import { holdFacts, type HeldFacts, type Write } from './held-facts.ts';
import { together } from './together.ts';

/** Folds batches of events into tables that are empty: a batch is folded while the database writes the one before. */
export interface BatchFolder {
  take(batch: readonly AnyDomainEvent[]): Promise<void>;
  /** Writes what is left. Returns how many events were new to `consumed_event`. */
  finish(): Promise<number>;
}

export function createBatchFolder(
  transaction: Transaction<MetricsTables>,
  mostRows?: number,
): BatchFolder {
  const held = FOLDED_TABLES.map((table) => {
    const kinds = FACT_KINDS.filter((kind) => kind.table === table);
    return holdFacts(transaction, kinds, mostRows);
  });
  let [events, fresh, last] = [0, 0, -Infinity];
  let due: readonly Write[] = [];
  const record = async (batch: readonly AnyDomainEvent[]) => {
    fresh += await recordTaken(transaction, batch);
  };
  return {
    async take(batch) {
      if (held.some((one) => one.mustFetch())) {
        await writeAll(due);
        due = [];
        for (const one of held) if (one.mustFetch()) await one.fetch(batch);
      }
      const [next] = await together(foldAll(held, batch), writeAll(due));
      due = [() => record(batch), ...next];
      events += batch.length;
      last = batch.reduce((latest, event) => Math.max(latest, Date.parse(event.occurredAt)), last);
    },
    async finish() {
      await writeAll([...due, ...held.flatMap((one) => one.release())]);
      if (events > 0) await addProgress(transaction, events, new Date(last));
      return fresh;
    },
  };
}

async function foldAll(
  held: readonly HeldFacts[],
  batch: readonly AnyDomainEvent[],
): Promise<readonly Write[]> {
  const writes: Write[] = [];
  for (const one of held) {
    writes.push(...one.fold(batch));
    // Statements are sent one after the other, and the next one's turn may have come.
    await breathe();
  }
  return writes;
}

/** Sends one after the other: while the database works the next one is made ready. */
async function writeAll(writes: readonly Write[]): Promise<void> {
  const sent: Promise<void>[] = [];
  for (const write of writes) {
    sent.push(begun(write));
    await breathe();
  }
  await together(...sent);
}

/** Something that may fail before it is waited for. */
function begun(write: Write): Promise<void> {
  const promise = write();
  promise.catch(() => undefined);
  return promise;
}
