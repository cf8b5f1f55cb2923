import type { Caller } from '../auth/caller.ts';

/** One operation that ran under a declared emergency, for whoever keeps account of them. */
export interface BreakGlassEvent {
  readonly requestId: string;
  readonly caller: Caller;
  readonly reason: string;
  readonly until: Date;
  readonly operationName: string | null;
  readonly documentHash: string | null;
  /** The selections of which the emergency shows more, as `customer.identifiers.@.value`; may be none. */
  readonly opened: readonly string[];
}

/** Told of each before it is answered. What it throws or rejects with refuses the operation: what cannot be told does not run. */
export type OnBreakGlass = (event: BreakGlassEvent) => void | Promise<void>;
