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
  'case.closed',
  'case.assigned',
  'case.prioritised',
  'sla.breached',
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
      return { ...opening(row, event), ...priorityOf(row, event) };
    case 'case.prioritised':
      return priorityOf(row, event);
    case 'case.assigned':
      return agentOf(row, event);
    case 'case.responded':
      return response(row, event);
    case 'case.absorbed':
      return waitOf(row, event);
    default:
      return times(row, event, at);
  }
}

type Timed = 'case.replied' | 'case.resolved' | 'case.reopened' | 'case.closed' | 'sla.breached';

function times(row: CaseFact, event: CaseEvent & { type: Timed }, at: Date): Partial<CaseFact> {
  switch (event.type) {
    case 'case.replied':
      return event.payload.first ? { first_reply_at: earliest(row.first_reply_at, at) } : {};
    case 'case.resolved':
      return {
        first_resolved_at: earliest(row.first_resolved_at, at),
        last_resolved_at: latest(row.last_resolved_at, at),
      };
    case 'case.reopened':
      return { last_reopened_at: latest(row.last_reopened_at, at) };
    case 'case.closed':
      return { closed_at: latest(row.closed_at, at) };
    case 'sla.breached':
      return lateness(row, event.payload.metric, at);
  }
}

function lateness(row: CaseFact, metric: string, at: Date): Partial<CaseFact> {
  if (metric === 'FIRST_REPLY') return { reply_late_at: earliest(row.reply_late_at, at) };
  if (metric === 'RESOLUTION') return { resolution_late_at: earliest(row.resolution_late_at, at) };
  return {};
}

function priorityOf(
  row: CaseFact,
  event: CaseEvent & { type: 'case.opened' | 'case.prioritised' },
): Partial<CaseFact> {
  const stamp = stampOf(event);
  if (row.priority_stamp !== null && row.priority_stamp >= stamp) return {};
  return { priority_stamp: stamp, priority: event.payload.priority };
}

function agentOf(row: CaseFact, event: CaseEvent & { type: 'case.assigned' }): Partial<CaseFact> {
  const stamp = stampOf(event);
  const { agent } = event.payload;
  const agents = [...new Set([...row.agents, agent])].sort();
  const isLatest = row.agent_stamp === null || row.agent_stamp < stamp;
  return isLatest ? { agents, agent, agent_stamp: stamp } : { agents };
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
  const { type, channel, category: topic, valueTier: tier = null } = event.payload;
  const opened_at = new Date(event.occurredAt);
  return { opened_stamp: stamp, opened_at, type, channel, topic, tier };
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
    topic: null,
    tier: null,
    priority_stamp: null,
    priority: null,
    agent_stamp: null,
    agent: null,
    agents: [],
    first_reply_at: null,
    responded_stamp: null,
    timely: null,
    first_resolved_at: null,
    last_resolved_at: null,
    last_reopened_at: null,
    closed_at: null,
    reply_late_at: null,
    resolution_late_at: null,
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
