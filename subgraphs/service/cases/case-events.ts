import type { NewEvent } from '../../kit/outbox.ts';
import type { CaseFacts, CaseIdentity, CaseStatus } from '../model.ts';
import type { SlaAlert } from '../sla/sla-alerts.ts';
import { advance, isRouting, type RoutingEntry, type TrailEntry } from './case-trail.ts';
import { tellQueue, tellRouting } from './queue-events.ts';

/** Whether the company's first response came in time, said once a case. */
export interface Response {
  readonly timely: boolean;
  readonly at: Date;
}

/** What the world is told of new entries in a case's trail. `before` is null when the case is new. */
export function tellEntries(
  told: CaseIdentity,
  before: CaseFacts | null,
  entries: readonly TrailEntry[],
): readonly NewEvent[] {
  let facts = before;
  return entries.flatMap((entry) => {
    const previous = facts;
    facts = advance(told.number, facts, entry);
    const payload = { ...about(told), status: facts.status };
    return [
      isRouting(entry)
        ? tellRouting(payload, entry)
        : tellEntry(payload, { told, before: previous, entry }),
      tellQueue(told, entry, { before: previous, after: facts }),
    ].flat();
  });
}

export function tellResponse(told: CaseIdentity, response: Response): NewEvent {
  const payload = { ...about(told), timely: response.timely };
  return { type: 'case.responded', occurredAt: response.at.toISOString(), payload };
}

/** What is told of a clock, once each. */
export function tellAlert(told: CaseIdentity, alert: SlaAlert): NewEvent {
  const { metric, sequence, policy, kind, at, dueAt } = alert;
  const clock = { metric, sequence, policy, dueAt: dueAt.toISOString() };
  const type = kind === 'WARNING' ? 'sla.warned' : 'sla.breached';
  return { type, occurredAt: at.toISOString(), payload: { ...about(told), ...clock } };
}

interface Told {
  readonly told: CaseIdentity;
  readonly before: CaseFacts | null;
  readonly entry: Exclude<TrailEntry, RoutingEntry>;
}

/** `payload` is what every entry tells: of which case, and which state it left it in. */
function tellEntry(
  payload: ReturnType<typeof about> & { readonly status: CaseStatus },
  { told, before, entry }: Told,
): NewEvent | readonly NewEvent[] {
  const occurredAt = entry.at.toISOString();
  switch (entry.verb) {
    case 'open':
      return { type: 'case.opened', occurredAt, payload: { ...payload, ...opening(told) } };
    case 'assign':
      return { type: 'case.assigned', occurredAt, payload: { ...payload, agent: entry.agent } };
    case 'reply':
      return {
        type: 'case.replied',
        occurredAt,
        payload: { ...payload, ...reply(before, entry.public) },
      };
    case 'pause':
      return {
        type: 'case.paused',
        occurredAt,
        payload: { ...payload, waitingFor: entry.waitingFor },
      };
    case 'prioritise':
      return {
        type: 'case.prioritised',
        occurredAt,
        payload: { ...payload, priority: entry.priority },
      };
    case 'absorb':
      return {
        type: 'case.absorbed',
        occurredAt,
        payload: { ...payload, mergedId: entry.caseId, waitingSince: entry.openedAt },
      };
    case 'enter':
      return {
        type: 'case.moved',
        occurredAt,
        payload: { ...payload, sourceState: entry.sourceState },
      };
    case 'attest':
      return [];
    default:
      return { type: PLAIN[entry.verb], occurredAt, payload };
  }
}

/** Moves of which there is nothing to tell but that they happened. */
const PLAIN = Object.freeze({
  resume: 'case.resumed',
  resolve: 'case.resolved',
  reopen: 'case.reopened',
  close: 'case.closed',
  hear: 'case.customer-wrote',
  // For whoever counts cases this one is over.
  merge: 'case.closed',
} as const);

export function about({ id, division, localId }: CaseIdentity) {
  return { caseId: id, division, localId };
}

export function opening({ number, type, priority, channel, category, valueTier }: CaseIdentity) {
  return { number, type, priority, channel, category, valueTier };
}

function reply(before: CaseFacts | null, isPublic: boolean) {
  return { public: isPublic, first: isPublic && (before?.firstRepliedAt ?? null) === null };
}
