import type { Transaction } from 'kysely';
import { messagesOf } from '../data-source.ts';
import type { CaseMessage, FollowUp, MetricsTables } from '../tables.ts';
import { replaceOfCases } from './replace-of-cases.ts';

/**
 * What customers wrote after an answer, and when the next public answer came: from the first message that
 * waited. What was written before any answer waits for the first reply, which is another matter. The messages
 * are of one case, in order.
 */
export function followUps(messages: readonly CaseMessage[]): readonly FollowUp[] {
  const found: FollowUp[] = [];
  let answered = false;
  let asked: Date | null = null;
  for (const { event_id, case_id, at, from_customer } of messages.filter((one) => one.public)) {
    if (from_customer) {
      if (answered) asked ??= at;
      continue;
    }
    if (asked !== null) found.push({ event_id, case_id, asked_at: asked, answered_at: at });
    [answered, asked] = [true, null];
  }
  return found;
}

/** Works the follow-ups of these cases anew, from all of their messages. */
export async function refreshFollowUps(
  transaction: Transaction<MetricsTables>,
  ids: readonly string[],
): Promise<void> {
  const cases = [...new Set(ids)];
  if (cases.length === 0) return;
  await replaceOfCases(transaction, 'follow_up', {
    cases,
    rows: await followUpsOf(transaction, cases),
  });
}

/** The follow-ups of these cases, by all their messages. */
export async function followUpsOf(
  transaction: Transaction<MetricsTables>,
  cases: readonly string[],
): Promise<readonly FollowUp[]> {
  const byCase = new Map<string, CaseMessage[]>(cases.map((id) => [id, []]));
  for (const message of await messagesOf(transaction, cases)) {
    byCase.get(message.case_id)?.push(message);
  }
  return [...byCase.values()].flatMap(followUps);
}
