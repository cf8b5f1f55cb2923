import type { Logger } from 'pino';

import type { Caller } from './auth/caller.ts';
import type { Deadline } from './deadline.ts';

/** What every step of one request knows. A new one for every request, never shared between two. */
export interface RequestContext {
  readonly requestId: string;
  /** Null where the supergraph protects nothing. */
  readonly caller: Caller | null;
  readonly log: Logger;
  /** When its time is up; told when nobody waits for a query any more. */
  readonly deadline: Deadline;
  /** Which event is answered, by its number in this process; missing where it is no event that is. */
  readonly event?: number;
  /** The one mutable thing: what the request's log line and metrics will say. */
  readonly record: RequestRecord;
}

export interface RequestRecord {
  operationName: string | null;
  operationKind: string | null;
  documentHash: string | null;
  readonly errorCodes: Set<string>;
  /** Subgraphs that failed this request: they are not asked again within it. */
  readonly unavailable: Set<string>;
  /** Whose data the answer holds, by the keys of their objects. */
  readonly subjects: Set<string>;
}

export function newRequestRecord(): RequestRecord {
  return {
    operationName: null,
    operationKind: null,
    documentHash: null,
    errorCodes: new Set(),
    unavailable: new Set(),
    subjects: new Set(),
  };
}
