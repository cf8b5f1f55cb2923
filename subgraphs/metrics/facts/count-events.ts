import { sql, type Kysely, type Transaction } from 'kysely';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { onlyNew } from '../../kit/consume-once.ts';
import { advanceProgress, loadFacts, lockFacts, saveFacts } from '../data-source.ts';
import type { MetricsTables } from '../tables.ts';
import { accessFacts } from './access-facts.ts';
import { caseFacts } from './case-facts.ts';
import { interactionFacts, referralFacts, surveyFacts } from './contact-facts.ts';
import { keyText, type FactKind } from './fact-kind.ts';
import { COUNTED_EVENTS } from './fact-kinds.ts';
import { refreshFollowUps } from './follow-ups.ts';
import { followRedirects } from './follow-redirects.ts';
import { crosswalkFacts, redirectFacts } from './identity-facts.ts';
import { mergedCaseFacts } from './merged-case-facts.ts';
import { messageFacts } from './message-facts.ts';
import { productFacts } from './product-facts.ts';
import { refreshComplaints } from './refresh-complaints.ts';
import { refreshContacts } from './refresh-contacts.ts';
import { refreshCustomers } from './refresh-customers.ts';
import { refreshSpans } from './refresh-spans.ts';
import { stepFacts, verdictFacts } from './step-facts.ts';
import { invitationFacts, offerFacts, reviewFacts } from './voice-facts.ts';

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
  await readByIndex(transaction);
  const events = await onlyNew(transaction, batch);
  if (events.length === 0) return;
  const links = await countKind(transaction, crosswalkFacts, events);
  await countKind(transaction, redirectFacts, events);
  const products = await countKind(transaction, productFacts, events);
  const cases = await countKind(transaction, caseFacts, events);
  const merged = await countKind(transaction, mergedCaseFacts, events);
  const messages = await countKind(transaction, messageFacts, events);
  await refreshFollowUps(transaction, messages.map(caseOf));
  const steps = await countKind(transaction, stepFacts, events);
  await refreshSpans(transaction, steps.map(caseOf));
  await countKind(transaction, verdictFacts, events);
  const interactions = await countKind(transaction, interactionFacts, events);
  await countKind(transaction, surveyFacts, events);
  await countKind(transaction, referralFacts, events);
  await countKind(transaction, accessFacts, events);
  await countKind(transaction, invitationFacts, events);
  await countKind(transaction, reviewFacts, events);
  await countKind(transaction, offerFacts, events);
  const moved = await followRedirects(transaction, events);
  await refreshCustomers(transaction, { links: [...links, ...moved], products });
  await refreshComplaints(transaction, {
    ...{ cases: [...cases, ...merged], links: [...links, ...moved], products },
  });
  await refreshContacts(transaction, { cases, interactions, links: [...links, ...moved] });
  await advanceProgress(transaction, events);
}

/**
 * All that a batch reads it finds by keys. A database that was filled a moment ago, and an embedded one always, knows
 * nothing of how much is in its tables and would read them from end to end.
 */
async function readByIndex(transaction: Transaction<MetricsTables>): Promise<void> {
  await sql`set local enable_seqscan = off`.execute(transaction);
}

/** Folds the events of one kind. Returns the rows they touched, as they were and as they are. */
async function countKind<Name extends keyof MetricsTables>(
  transaction: Transaction<MetricsTables>,
  kind: FactKind<Name>,
  events: readonly AnyDomainEvent[],
): Promise<readonly MetricsTables[Name][]> {
  const told = events.filter((event) => kind.types.includes(event.type));
  if (told.length === 0) return [];
  if (kind.isOfOneEvent === true) {
    const rows = told.map((event) => kind.fold(null, event));
    await saveFacts(transaction, kind, rows);
    return rows;
  }
  const keyed = told.map((event) => {
    const key = kind.keyOf(event);
    return { event, key, text: keyText(key) };
  });
  const keys = new Map(keyed.map(({ text, key }) => [text, key]));
  const rows = await loadFacts(transaction, kind, [...keys.values()]);
  const before = [...rows.values()];
  for (const { event, text } of keyed) rows.set(text, kind.fold(rows.get(text) ?? null, event));
  const after = [...rows.values()];
  await saveFacts(transaction, kind, after);
  return [...before, ...after];
}

function caseOf({ case_id }: { readonly case_id: string }): string {
  return case_id;
}
