import { createHash } from 'node:crypto';
import type { AnyDomainEvent, EventPayloads, EventType } from '../../../schema/events.ts';

/** Makes events with ids of their own, the same in every run. */
export function eventMaker(seed = 'events') {
  let made = 0;
  return <Type extends EventType>(
    type: Type,
    occurredAt: string,
    payload: EventPayloads[Type],
  ): AnyDomainEvent => {
    const id = uuidFrom(`${seed}/${++made}`);
    const at = occurredAt.includes('T') ? occurredAt : `${occurredAt}T00:00:00Z`;
    // Type and payload belong together by the signature above.
    return { id, type, room: 'test', occurredAt: at, payload } as AnyDomainEvent;
  };
}

function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
}

/** Payloads with what a test does not care about filled in. */
export function caseOpened(
  caseId: string,
  division: string,
  localId: string | null,
  also: Partial<EventPayloads['case.opened']> = {},
): EventPayloads['case.opened'] {
  const filled = { number: caseId, type: 'QUESTION', priority: 'NORMAL', category: null };
  return { caseId, division, localId, channel: 'PHONE', ...filled, ...also };
}

export function interaction(
  interactionId: string,
  division: string,
  localId: string | null,
  also: Partial<EventPayloads['interaction.logged']> = {},
): EventPayloads['interaction.logged'] {
  return {
    interactionId,
    division,
    localId,
    channel: 'PHONE',
    direction: 'INBOUND',
    caseId: null,
    agent: null,
    outcome: 'HANDLED',
    waitSeconds: null,
    handleSeconds: null,
    ...also,
  };
}
