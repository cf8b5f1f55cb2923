import type { CaseRecord } from '../imports/import-records.ts';
import type { CasePriority, Fault } from '../model.ts';
import { respondedInTime } from '../sla/responded-in-time.ts';
import type { SlaBook } from '../sla/sla-policy.ts';
import type { Response } from './case-events.ts';
import type { CaseMove } from './case-machine.ts';
import type { TrailEntry } from './case-trail.ts';
import { orderFaults } from './order-faults.ts';
import { isGiven } from '../given.ts';

/** What a record of another system says of a case's life, in the order in which such a life goes. */
export interface ImportedLife {
  readonly trail: readonly TrailEntry[];
  /** Null when the record does not say whether the response was in time. */
  readonly response: Response | null;
  readonly faults: readonly Fault[];
}

/**
 * The trail that a record tells of. Times stand as they came, also when they cannot be true: those are
 * faults. Of a case reopened n times the record knows one time of resolution, so all n + 1 have it.
 */
export function importedLife(record: CaseRecord, actor: string, book: SlaBook): ImportedLife {
  const { openedAt, agent, firstRepliedAt, closedAt } = record;
  const add = (at: Date | null | undefined, move: CaseMove): readonly TrailEntry[] =>
    !isGiven(at) ? [] : [Object.freeze({ ...move, at, actor })];
  const trail = [
    ...add(openedAt, { verb: 'open' }),
    ...(!isGiven(agent) ? [] : add(openedAt, { verb: 'assign', agent })),
    ...add(firstRepliedAt, { verb: 'reply', public: true, replyId: null }),
    ...resolutions(record).flatMap((move) => add(record.resolvedAt ?? closedAt, move)),
    ...add(closedAt, { verb: 'close' }),
  ];
  return { trail, response: responseOf(record, trail, book), faults: faultsOf(record) };
}

export function priorityOf(record: { readonly priority?: CasePriority | null }): CasePriority {
  return record.priority ?? 'NORMAL';
}

/**
 * Resolved, and for each reopening reopened and resolved again. A case of which nothing says that it was
 * resolved, and that closed, was withdrawn.
 */
function resolutions(record: CaseRecord): readonly CaseMove[] {
  const reopenings = record.reopenCount ?? 0;
  if (!isGiven(record.resolvedAt) && reopenings === 0 && !isGiven(record.resolution)) return [];
  const resolve: CaseMove = { verb: 'resolve', resolution: record.resolution ?? null };
  const again: readonly CaseMove[] = [{ verb: 'reopen', reason: null }, resolve];
  return [resolve, ...Array.from({ length: reopenings }, () => again).flat()];
}

/** What the record itself says goes before what its times say. */
function responseOf(
  record: CaseRecord,
  trail: readonly TrailEntry[],
  book: SlaBook,
): Response | null {
  const { timelyResponse, firstRepliedAt, openedAt } = record;
  if (isGiven(timelyResponse)) return { timely: timelyResponse, at: firstRepliedAt ?? openedAt };
  if (!isGiven(firstRepliedAt)) return null;
  const subject = { ...record, priority: priorityOf(record), valueTier: null };
  const timely = respondedInTime(subject, trail, book);
  return timely === null ? null : { timely, at: firstRepliedAt };
}

function faultsOf(record: CaseRecord): readonly Fault[] {
  const { openedAt, firstRepliedAt, resolvedAt, closedAt } = record;
  const untold = !isGiven(resolvedAt) && !isGiven(closedAt) && resolutions(record).length > 0;
  return [
    ...orderFaults(
      'RESPONSE_BEFORE_OPENING',
      ['firstRepliedAt', firstRepliedAt],
      ['openedAt', openedAt],
    ),
    ...orderFaults('RESOLUTION_BEFORE_OPENING', ['resolvedAt', resolvedAt], ['openedAt', openedAt]),
    ...orderFaults('CLOSING_BEFORE_OPENING', ['closedAt', closedAt], ['openedAt', openedAt]),
    ...orderFaults('CLOSING_BEFORE_RESOLUTION', ['closedAt', closedAt], ['resolvedAt', resolvedAt]),
    ...(untold ? [RESOLVED_WITHOUT_TIME] : []),
  ];
}

const RESOLVED_WITHOUT_TIME: Fault = Object.freeze({
  rule: 'RESOLUTION_WITHOUT_TIME',
  reason:
    '"resolvedAt" or "closedAt" must say when the case was resolved, but got neither: taken as unresolved.',
});
