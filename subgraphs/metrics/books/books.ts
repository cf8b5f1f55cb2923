import type { Judgement } from '../improvements/judge-improvement.ts';
import type { Figures } from '../model.ts';

/** What is set by people and kept in every version. The subject says which one of its kind. */
export interface Books {
  /** A month's costs, by `2026-10`. */
  readonly COST_POOL: CostPool;
  /** Services and their rates, by the month from which they hold. */
  readonly SERVICE_RATES: ServiceRates;
  /** Volumes that no event tells of, by month and service: `2026-10/queries`. */
  readonly REPORTED_VOLUMES: ReportedVolumes;
  /** What a division paid before the center served it, by division. */
  readonly BASELINE: Baseline;
  /** A month whose charges stand, by month. */
  readonly CLOSED_MONTH: ClosedMonth;
  /** Since when the center serves a division, by pilot and division: `shared-center/banking`. */
  readonly ROLLOUT: Rollout;
  /** What was changed to better a KPI, by id. */
  readonly IMPROVEMENT: Improvement;
}

export type Book = keyof Books;

/** One version of what was set. */
export interface Entry<Name extends Book = Book> {
  readonly book: Name;
  readonly subject: string;
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  readonly content: Books[Name];
}

/** Amounts are decimal text with at most the digits of the currency. */
export interface CostPool {
  readonly currency: string;
  readonly mode: 'BREAK_EVEN' | 'STANDARD';
  readonly costs: readonly Cost[];
}

export interface Cost {
  /** E.g. `salaries`. */
  readonly category: string;
  readonly budget: string;
  /** Null until it is known. */
  readonly actual: string | null;
}

/** What a service is counted by. `REPORTED` volumes come from outside, e.g. the API cost of a division's queries. */
export type Driver = 'CONTACTS' | 'HANDLING_MINUTES' | 'CASES' | 'REPORTED';

export interface Service {
  readonly name: string;
  readonly driver: Driver;
  /** Null: of every channel. */
  readonly channel: string | null;
  readonly caseType: string | null;
  /** For one unit of the driver, at most six digits after the point. */
  readonly rate: string;
}

export interface ServiceRates {
  readonly currency: string;
  readonly services: readonly Service[];
}

export interface ReportedVolumes {
  readonly volumes: readonly { readonly division: string; readonly volume: string }[];
}

export interface Baseline {
  readonly currency: string;
  /** What the division still pays itself, a month. */
  readonly retainedCost: string;
  /** 1.03 when prices have gone up by 3 % since. */
  readonly priceIndex: string;
  readonly services: readonly {
    readonly name: string;
    readonly unitCost: string;
    /** Units a month. */
    readonly volume: string;
  }[];
}

/** All that a month's charges were worked out from, so that what happens later cannot change them. */
export interface ClosedMonth {
  readonly poolVersion: number;
  readonly ratesFrom: string;
  readonly ratesVersion: number;
  readonly contacts: number;
  readonly volumes: readonly {
    readonly service: string;
    readonly division: string;
    readonly volume: string;
  }[];
}

export interface Rollout {
  /** Days, UTC: the first one served, and the first one no longer served. */
  readonly liveFrom: string;
  readonly endedOn: string | null;
}

/** Plan, do, check, act. */
export type ImprovementStep = 'PLAN' | 'DO' | 'CHECK' | 'ACT';

export interface Improvement {
  readonly step: ImprovementStep;
  readonly objective: string;
  /** Of the catalogue. */
  readonly kpi: string;
  /** Null: the whole group. */
  readonly division: string | null;
  readonly baseline: Days;
  /** In the KPI's unit. */
  readonly target: number;
  /** What is to be done differently. */
  readonly change: string;
  readonly changedOn: string | null;
  readonly check: Days | null;
  readonly decision: 'ADOPT' | 'ADAPT' | 'ABANDON' | null;
  readonly lesson: string | null;
  /** As it was when the decision fell; null before, when it is measured anew each time. */
  readonly measured: MeasuredImprovement | null;
}

/** Days, UTC, both included. */
interface Days {
  readonly from: string;
  readonly to: string;
}

export interface MeasuredImprovement extends Judgement {
  readonly before: MeasuredSide;
  readonly after: MeasuredSide;
}

type MeasuredSide = Pick<Figures, 'value' | 'n' | 'confidenceInterval'>;
