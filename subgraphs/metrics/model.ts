import type { RawBuilder } from 'kysely';

/** What a KPI's number counts in. Shares are 0 to 1, scores -100 to 100. */
export type KpiUnit = 'COUNT' | 'SHARE' | 'PER_1000' | 'SECONDS' | 'SCORE' | 'NUMBER';

/** Which hours a duration counts: all of them, business hours, or none because it is no duration. */
export type KpiClock = 'NONE' | 'CALENDAR' | 'BUSINESS';

export type KpiDimension =
  | 'DIVISION'
  | 'CHANNEL'
  | 'MONTH'
  | 'DAY'
  | 'HOUR'
  | 'CASE_TYPE'
  | 'PRIORITY'
  | 'VALUE_TIER'
  | 'TOPIC'
  | 'AGENT'
  | 'STATE'
  | 'SOURCE_STATE'
  | 'AGE';

/** Which way is better; NONE where more is neither good nor bad by itself. */
export type KpiDirection = 'UP' | 'DOWN' | 'NONE';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** The spread of what was measured. Linear interpolation between the two nearest ranks, type 7, which is SQL's `percentile_cont`. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly max: number;
}

/** What was measured in one group. */
export interface Figures {
  /** Null when there was nothing to measure, which is not zero. */
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** How many observations the value rests on. */
  readonly n: number;
  readonly confidenceInterval: Interval | null;
  /** Null too where they were not asked for. */
  readonly percentiles: Percentiles | null;
  /** What is still waiting, so that its duration is not known yet; null where nothing can wait. */
  readonly open: number | null;
}

/** Where facts are read from: one query each, attributed to a day of its own; see `sources/`. */
export type SourceName =
  | 'contact'
  | 'contactOfAnyChannel'
  | 'customerContact'
  | 'settledContact'
  | 'caseOpened'
  | 'caseReplied'
  | 'caseResolved'
  | 'caseFirstResolved'
  | 'caseClosed'
  | 'caseUnreplied'
  | 'caseUnresolved'
  | 'followUp'
  | 'caseJudged'
  | 'caseUnclosed'
  | 'caseUnsolved'
  | 'caseFlow'
  | 'stateStay'
  | 'complainant'
  | 'interaction'
  | 'survey'
  | 'referral'
  | 'referralMade'
  | 'surveyInvited'
  | 'qaReviewed'
  | 'offerMade'
  | 'profile'
  | 'divisionProfile'
  | 'leaver'
  | 'customerState'
  | 'access';

/** Something read of the rows of a source. */
export type Aggregate = Added | Deviation | Whole;

/** The sum of what each row adds; null adds nothing. Sums of days add up, so they are kept ready: see `rollups/`. */
export interface Added {
  readonly kind: 'ADDED';
  readonly from: SourceName;
  readonly adds: RawBuilder<number | null>;
}

/** The standard deviation, as of a sample, of a number that rows have or not. It follows from three sums. */
export interface Deviation {
  readonly kind: 'DEVIATION';
  readonly from: SourceName;
  readonly of: RawBuilder<number | null>;
}

/** An SQL aggregate for which all rows are needed at once. */
export interface Whole {
  readonly kind: 'WHOLE';
  readonly from: SourceName;
  readonly sql: RawBuilder<number | readonly number[] | null>;
}

/** The aggregates of one group, read by name. What the group has no rows for is zero, or null for a list. */
export interface Readings {
  number(name: string): number;
  numbers(name: string): readonly number[] | null;
}

/** How a KPI is measured: what SQL counts, and what the counts come to. */
export interface Measure {
  readonly aggregates: Readonly<Record<string, Aggregate>>;
  /** Percentiles, which are read only where somebody asks for them, as the reading `percentiles`. */
  readonly percentiles?: Whole;
  figures(readings: Readings): Figures;
  /** What a part of a period adds to the `n` of the whole, where that is not the part's own `n`. */
  observations?(readings: Readings): number;
}

/** One KPI of the catalogue: what it means in words, and how it is measured. */
export interface Kpi {
  readonly name: string;
  readonly unit: KpiUnit;
  readonly clock: KpiClock;
  readonly definition: string;
  readonly numerator: string;
  readonly denominator: string;
  /** Which day decides whether something falls into a period. */
  readonly attribution: string;
  readonly exclusions: string | null;
  readonly direction: KpiDirection;
  /** Who decides what it means: a steward, as the graph's `@owner` names them. */
  readonly owner: string;
  /** What is aimed at until somebody sets a target; null where no number suits everybody. */
  readonly target: number | null;
  readonly measure: Measure;
}

/** What is asked of the facts, checked. */
export interface Scope {
  /** Null: the whole group. */
  readonly division: string | null;
  /** First instant of the period, and the first one after it. */
  readonly start: Date;
  readonly end: Date;
  /** When it is asked: what has not had its time until now is not judged. */
  readonly now: Date;
  /** The parts of the period that are measured apart: its months or days, or the period itself. */
  readonly windows: readonly Window[];
  readonly groupBy: readonly KpiDimension[];
  readonly channel: string | null;
  readonly caseType: string | null;
}

export interface Window {
  /** `2026-01`, or null when the months are not measured apart; the same for `2026-01-31`. */
  readonly month: string | null;
  readonly day: string | null;
  readonly start: Date;
  readonly end: Date;
}
