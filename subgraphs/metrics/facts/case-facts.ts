import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { CaseFact } from '../tables.ts';
import { unexpected, type FactKind } from './fact-kind.ts';
import { earliest, latest, stampOf } from './stamp.ts';

type CaseEvent = Extract<AnyDomainEvent, { type: (typeof CASE_EVENTS)[number] }>;

const CASE_EVENTS = [
  'case.opened',
  'case.replied',
  'case.responded',
  'case.resolved',
  'case.reopened',
  'case.absorbed',
] as const;

/** What became of a case. Each event fills the columns it tells of, whichever comes first. */
export const caseFacts = Object.freeze({
  table: 'case_fact',
  key: ['case_id'],
  types: CASE_EVENTS,
  keyOf: (event: AnyDomainEvent) => [caseEvent(event).payload.caseId],
  fold(row: CaseFact | null, event: AnyDomainEvent) {
    const told = caseEvent(event);
    const before = row ?? unheardOf(told);
    return { ...before, ...ownerAfter(before, told), ...changedBy(before, told) };
  },
} satisfies FactKind<'case_fact'>);

function changedBy(row: CaseFact, event: CaseEvent): Partial<CaseFact> {
  const at = new Date(event.occurredAt);
  switch (event.type) {
    case 'case.opened':
      return opening(row, event);
    case 'case.replied':
      return event.payload.first ? { first_reply_at: earliest(row.first_reply_at, at) } : {};
    case 'case.responded':
      return response(row, event);
    case 'case.resolved':
      return {
        first_resolved_at: earliest(row.first_resolved_at, at),
        last_resolved_at: latest(row.last_resolved_at, at),
      };
    case 'case.reopened':
      return { last_reopened_at: latest(row.last_reopened_at, at) };
    case 'case.absorbed':
      return waitOf(row, event);
  }
}

/** A case waits since the earliest of those that were merged into it. */
function waitOf(row: CaseFact, event: CaseEvent & { type: 'case.absorbed' }): Partial<CaseFact> {
  const { waitingSince } = event.payload;
  if (waitingSince === undefined) return {};
  return { waiting_since: earliest(row.waiting_since, new Date(waitingSince)) };
}

function opening(row: CaseFact, event: CaseEvent & { type: 'case.opened' }): Partial<CaseFact> {
  const stamp = stampOf(event);
  if (row.opened_stamp !== null && row.opened_stamp >= stamp) return {};
  const { type, channel } = event.payload;
  return { opened_stamp: stamp, opened_at: new Date(event.occurredAt), type, channel };
}

function response(row: CaseFact, event: CaseEvent & { type: 'case.responded' }): Partial<CaseFact> {
  const stamp = stampOf(event);
  if (row.responded_stamp !== null && row.responded_stamp >= stamp) return {};
  return { responded_stamp: stamp, timely: event.payload.timely };
}

/** Whose case it is may be learnt late; that nobody is named later takes nothing away. */
function ownerAfter(row: CaseFact, event: CaseEvent): Partial<CaseFact> {
  const { division, localId } = event.payload;
  const stamp = `${localId === null ? 'nobody' : 'somebody'}/${stampOf(event)}`;
  return row.owner_stamp >= stamp ? {} : { division, local_id: localId, owner_stamp: stamp };
}

function unheardOf({ payload }: CaseEvent): CaseFact {
  return unknownCase(payload.caseId, payload.division);
}

/** A case of which nothing is known yet but that there is one. */
export function unknownCase(caseId: string, division: string): CaseFact {
  return {
    case_id: caseId,
    division,
    local_id: null,
    owner_stamp: '',
    opened_stamp: null,
    opened_at: null,
    type: null,
    channel: null,
    first_reply_at: null,
    responded_stamp: null,
    timely: null,
    first_resolved_at: null,
    last_resolved_at: null,
    last_reopened_at: null,
    waiting_since: null,
    merged_into: null,
  };
}

function caseEvent(event: AnyDomainEvent): CaseEvent {
  if (isCaseEvent(event)) return event;
  throw unexpected('case_fact', event);
}

function isCaseEvent(event: AnyDomainEvent): event is CaseEvent {
  return CASE_EVENTS.some((type) => type === event.type);
}
