import type { CasePriority } from '../model.ts';

export interface SlaTarget {
  /** Calendar hours from the opening to the first public reply. */
  readonly firstReplyHours: number;
  /** Calendar hours of work from the opening to the resolution; waiting does not count. */
  readonly resolutionHours: number;
}

/** The due times, a row a priority. */
export const SLA_TARGETS: Readonly<Record<CasePriority, SlaTarget>> = Object.freeze({
  URGENT: { firstReplyHours: 1, resolutionHours: 8 },
  HIGH: { firstReplyHours: 4, resolutionHours: 24 },
  NORMAL: { firstReplyHours: 8, resolutionHours: 72 },
  LOW: { firstReplyHours: 24, resolutionHours: 120 },
});

export const HOUR_MS = 3_600_000;

/** When the first public reply is due. Waiting for somebody does not move it. */
export function firstReplyDue(openedAt: Date, priority: CasePriority): Date {
  return new Date(openedAt.getTime() + SLA_TARGETS[priority].firstReplyHours * HOUR_MS);
}
