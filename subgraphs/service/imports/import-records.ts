import type {
  CasePriority,
  CaseStatus,
  CaseType,
  Direction,
  InteractionOutcome,
  ReferralOutcome,
  SurveyKind,
} from '../model.ts';

/** Records as another system exports them, after GraphQL has checked their types. */
export interface ImportRecord {
  readonly externalId: string;
  readonly division: string;
}

/** What every record of a case says of what it is about. */
export interface CaseMatter extends ImportRecord {
  readonly customerLocalId?: string | null;
  readonly subject?: string | null;
  readonly description?: string | null;
  readonly type: CaseType;
  readonly category?: string | null;
  readonly reasonCode?: string | null;
  readonly priority?: CasePriority | null;
  readonly channel?: string | null;
}

export interface CaseRecord extends CaseMatter {
  readonly agent?: string | null;
  readonly openedAt: Date;
  readonly firstRepliedAt?: Date | null;
  readonly resolvedAt?: Date | null;
  readonly closedAt?: Date | null;
  readonly reopenCount?: number | null;
  readonly resolution?: string | null;
  readonly timelyResponse?: boolean | null;
}

/** A case with its log. A time that is left out is not told of, one of null says that it never came to that. */
export interface CaseLogRecord extends CaseMatter {
  /** The first entry's time when it is not given. */
  readonly openedAt?: Date | null;
  readonly resolvedAt?: Date | null;
  readonly closedAt?: Date | null;
  readonly reopenCount?: number | null;
  /** A case that closes unsolved is solved by that; else it was withdrawn. */
  readonly closingResolves?: boolean | null;
  readonly slaMade?: boolean | null;
  readonly events: readonly LoggedEvent[];
}

/** An entry of another system's log. */
export interface LoggedEvent {
  readonly at: Date;
  /** Not given: the state stays what it was. */
  readonly status?: CaseStatus | null;
  readonly sourceState?: string | null;
  readonly agent?: string | null;
}

export interface InteractionRecord extends ImportRecord {
  readonly customerLocalId?: string | null;
  readonly caseExternalId?: string | null;
  readonly channel: string;
  readonly direction?: Direction | null;
  readonly at: Date;
  readonly summary?: string | null;
  readonly outcome: InteractionOutcome;
  readonly agent?: string | null;
  readonly waitSeconds?: number | null;
  readonly handleSeconds?: number | null;
  readonly resolved?: boolean | null;
  readonly topic?: string | null;
}

export interface SurveyAnswerRecord extends ImportRecord {
  readonly customerLocalId?: string | null;
  readonly caseExternalId?: string | null;
  readonly kind: SurveyKind;
  readonly score: number;
  readonly scaleMax?: number | null;
  readonly at: Date;
  readonly channel?: string | null;
  readonly agent?: string | null;
  readonly topic?: string | null;
  readonly verbatim?: string | null;
}

export interface ReferralRecord extends ImportRecord {
  readonly referrerLocalId: string;
  readonly referredLocalId?: string | null;
  readonly at: Date;
  readonly outcome?: ReferralOutcome | null;
}
