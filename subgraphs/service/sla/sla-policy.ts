import type { PolicySubject } from '../policies/asked-of-case.ts';
import type { BusinessCalendar } from './business-calendar.ts';
import type { Moment } from './moments.ts';

export const SLA_METRICS = ['FIRST_REPLY', 'NEXT_REPLY', 'RESOLUTION'] as const;

export type SlaMetric = (typeof SLA_METRICS)[number];

/**
 * The moments a clock reacts to. Of an entry that is named by several, the first counts, in the order
 * reset, cancel, stop, pause, resume, start.
 */
export interface SlaConditions {
  /** Begins a clock where none of the metric runs. */
  readonly start: readonly Moment[];
  readonly pause: readonly Moment[];
  /** Lets a paused, met or cancelled clock go on; the time between does not count. */
  readonly resume: readonly Moment[];
  readonly stop: readonly Moment[];
  readonly cancel: readonly Moment[];
  /** Ends the clock and begins another. */
  readonly reset: readonly Moment[];
}

/** What of a case decides which policy it falls under. */
export type SlaSubject = PolicySubject;

/** What a clock is held to. Frozen into it when it begins: later versions of the policies leave it alone. */
export interface SlaTerms {
  /** The name of the rule, and the version of the policies that it is of. */
  readonly policy: string;
  readonly version: number;
  readonly calendarName: string;
  readonly calendar: BusinessCalendar;
  readonly targetSeconds: number;
  /** After so many it is at risk. */
  readonly warnSeconds: number;
  readonly conditions: SlaConditions;
  /** A clock that takes another's place when the case comes under this rule keeps the other's start. */
  readonly retroactiveStart: boolean;
  /** And what the other waited does not count for it either. */
  readonly retroactivePause: boolean;
}

/** All versions of the policies. */
export interface SlaBook {
  /** What a clock that begins at this instant is held to; null when no rule has a target for it. */
  termsFor(subject: SlaSubject, metric: SlaMetric, at: number): SlaTerms | null;
}

/** Unless a rule says otherwise. */
export const DEFAULT_CONDITIONS: Readonly<Record<SlaMetric, SlaConditions>> = Object.freeze({
  FIRST_REPLY: {
    start: ['OPENED'],
    pause: [],
    resume: ['REOPENED_UNANSWERED'],
    stop: ['REPLIED'],
    cancel: ['RESOLVED', 'CLOSED'],
    reset: [],
  },
  NEXT_REPLY: {
    start: ['CUSTOMER_FOLLOWED_UP'],
    pause: [],
    resume: [],
    stop: ['REPLIED'],
    cancel: ['RESOLVED', 'CLOSED'],
    reset: [],
  },
  RESOLUTION: {
    start: ['OPENED'],
    pause: ['WAITING_FOR_CUSTOMER', 'WAITING_FOR_OTHERS'],
    resume: ['RESUMED', 'REOPENED'],
    stop: ['RESOLVED'],
    cancel: ['CLOSED'],
    reset: [],
  },
});
