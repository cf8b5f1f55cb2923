import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { CaseMessage } from '../tables.ts';
import { unexpected, type FactKind } from './fact-kind.ts';

type Message = Extract<AnyDomainEvent, { type: 'case.customer-wrote' | 'case.replied' }>;

/**
 * What a customer wrote about an open case, and what agents answered. Private notes are kept as well, so that
 * every event leaves the row that it names; whoever reads leaves them out.
 */
export const messageFacts = Object.freeze({
  table: 'case_message',
  key: ['event_id'],
  types: ['case.customer-wrote', 'case.replied'],
  isOfOneEvent: true,
  keyOf: (event: AnyDomainEvent) => [event.id],
  fold(row: CaseMessage | null, event: AnyDomainEvent) {
    const message = messageOf(event);
    return row ?? rowOf(message);
  },
} satisfies FactKind<'case_message'>);

function rowOf(event: Message): CaseMessage {
  return {
    event_id: event.id,
    case_id: event.payload.caseId,
    at: new Date(event.occurredAt),
    from_customer: event.type === 'case.customer-wrote',
    public: event.type === 'case.customer-wrote' || event.payload.public,
  };
}

function messageOf(event: AnyDomainEvent): Message {
  if (event.type === 'case.customer-wrote' || event.type === 'case.replied') return event;
  throw unexpected('case_message', event);
}
