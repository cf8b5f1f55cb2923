import type {
  CasePriority,
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

export interface CaseRecord extends ImportRecord {
  readonly customerLocalId?: string | null;
  readonly subject?: string | null;
  readonly description?: string | null;
  readonly type: CaseType;
  readonly category?: string | null;
  readonly reasonCode?: string | null;
  readonly priority?: CasePriority | null;
  readonly channel?: string | null;
  readonly agent?: string | null;
  readonly openedAt: Date;
  readonly firstRepliedAt?: Date | null;
  readonly resolvedAt?: Date | null;
  readonly closedAt?: Date | null;
  readonly reopenCount?: number | null;
  readonly resolution?: string | null;
  readonly timelyResponse?: boolean | null;
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
  readonly topic?: string | null;
  readonly verbatim?: string | null;
}

export interface ReferralRecord extends ImportRecord {
  readonly referrerLocalId: string;
  readonly referredLocalId?: string | null;
  readonly at: Date;
  readonly outcome?: ReferralOutcome | null;
}
