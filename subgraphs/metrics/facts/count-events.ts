import type { Kysely, Transaction } from 'kysely';
import type { AnyDomainEvent, EventType } from '../../../schema/events.ts';
import { onlyNew } from '../../kit/consume-once.ts';
import { advanceProgress, loadFacts, lockFacts, saveFacts } from '../data-source.ts';
import type { MetricsTables } from '../tables.ts';
import { caseFacts } from './case-facts.ts';
import { interactionFacts, referralFacts, surveyFacts } from './contact-facts.ts';
import type { FactKind } from './fact-kind.ts';
import { crosswalkFacts, redirectFacts } from './identity-facts.ts';
import { followRedirects } from './follow-redirects.ts';
import { productFacts } from './product-facts.ts';

// A kind's `fold` takes rows of its own table only; `countKind` hands it no others.
const KINDS = [
  crosswalkFacts,
  redirectFacts,
  productFacts,
  caseFacts,
  interactionFacts,
  surveyFacts,
  referralFacts,
] as readonly unknown[] as readonly FactKind[];

/** What the facts are made of. Events of other types would change nothing. */
export const COUNTED_EVENTS: readonly EventType[] = Object.freeze(
  KINDS.flatMap((kind) => kind.types),
);

/**
 * Folds events into the facts, each event once however often it comes, all of a batch or, when it fails,
 * nothing. Repeating a failed batch is safe.
 */
export async function countEvents(
  database: Kysely<MetricsTables>,
  events: readonly AnyDomainEvent[],
): Promise<void> {
  const counted = events.filter((event) => COUNTED_EVENTS.includes(event.type));
  for (let start = 0; start < counted.length; start += EVENTS_A_TRANSACTION) {
    const batch = counted.slice(start, start + EVENTS_A_TRANSACTION);
    await database.transaction().execute((transaction) => countBatch(transaction, batch));
  }
}

const EVENTS_A_TRANSACTION = 500;

async function countBatch(
  transaction: Transaction<MetricsTables>,
  batch: readonly AnyDomainEvent[],
): Promise<void> {
  // Rows are read, folded and written back, so two batches at once would undo each other's work.
  await lockFacts(transaction);
  const events = await onlyNew(transaction, batch);
  if (events.length === 0) return;
  for (const kind of KINDS) await countKind(transaction, kind, events);
  await followRedirects(transaction, events);
  await advanceProgress(transaction, events);
}

async function countKind(
  transaction: Transaction<MetricsTables>,
  kind: FactKind,
  events: readonly AnyDomainEvent[],
): Promise<void> {
  const told = events.filter((event) => kind.types.includes(event.type));
  if (told.length === 0) return;
  const keys = new Map(told.map((event) => [keyText(kind.keyOf(event)), kind.keyOf(event)]));
  const rows = await loadFacts(transaction, kind, [...keys.values()]);
  for (const event of told) {
    const key = keyText(kind.keyOf(event));
    rows.set(key, kind.fold(rows.get(key) ?? null, event));
  }
  await saveFacts(transaction, kind, [...rows.values()]);
}

/** One text for the several columns of a key. */
export function keyText(key: readonly string[]): string {
  return JSON.stringify(key);
}
