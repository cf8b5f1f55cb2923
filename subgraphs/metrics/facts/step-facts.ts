import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { CaseStep } from '../tables.ts';
import { latestWins, unexpected, type FactKind } from './fact-kind.ts';
import { stampOf } from './stamp.ts';

type StepEvent = Extract<AnyDomainEvent, { type: (typeof STEP_EVENTS)[number] }>;

const STEP_EVENTS = [
  'case.opened',
  'case.assigned',
  'case.replied',
  'case.customer-wrote',
  'case.paused',
  'case.resumed',
  'case.resolved',
  'case.reopened',
  'case.closed',
  'case.moved',
] as const;

/** What led a case from a state to another, or may have, one row an event. */
export const stepFacts = Object.freeze({
  table: 'case_step',
  key: ['case_id', 'stamp'],
  types: STEP_EVENTS,
  isOfOneEvent: true,
  keyOf: (event: AnyDomainEvent) => [stepEvent(event).payload.caseId, stampOf(event)],
  fold: (row: CaseStep | null, event: AnyDomainEvent) => row ?? rowOf(stepEvent(event)),
} satisfies FactKind<'case_step'>);

/** Whether the service level was kept, by the last word on it. */
export const verdictFacts = latestWins({
  table: 'case_verdict',
  key: ['case_id'],
  type: 'case.sla-judged',
  keyOf: ({ payload }) => [payload.caseId],
  rowOf: (event) => ({
    case_id: event.payload.caseId,
    stamp: stampOf(event),
    sla_made: event.payload.slaMade,
  }),
});

function rowOf(event: StepEvent): CaseStep {
  const { payload } = event;
  return {
    case_id: payload.caseId,
    stamp: stampOf(event),
    at: new Date(event.occurredAt),
    type: event.type,
    status: payload.status ?? null,
    source_state: 'sourceState' in payload ? payload.sourceState : null,
  };
}

function stepEvent(event: AnyDomainEvent): StepEvent {
  if (isStepEvent(event)) return event;
  throw unexpected('case_step', event);
}

function isStepEvent(event: AnyDomainEvent): event is StepEvent {
  return STEP_EVENTS.some((type) => type === event.type);
}
