import type { Generated } from 'kysely';
import type { Instant, Json, OptionalInstant } from './column-types.ts';
import type { ComplaintTables } from './complaints/complaint-tables.ts';
import type { MacroTables } from './macros/macro-tables.ts';
import type {
  CasePriority,
  CaseStatus,
  CaseType,
  Direction,
  InteractionOutcome,
  ReferralOutcome,
  SurveyKind,
  ValueTier,
} from './model.ts';
import type { OfferTables } from './offers/offer-tables.ts';
import type { QaTables } from './quality/qa-tables.ts';
import type { AlertKind } from './sla/sla-alerts.ts';
import type { Presence, TeamAssignment, TeamKind } from './routing/routing-model.ts';
import type { SlaMetric } from './sla/sla-policy.ts';
import type { SurveyTables } from './surveys/survey-tables.ts';

/** The room's tables, beside the kit's. A customer is (division, local_id); local_id is null when unknown. */
export interface ServiceTables
  extends ComplaintTables, MacroTables, OfferTables, QaTables, SurveyTables {
  readonly service_case: CaseTable;
  readonly case_event: CaseEventTable;
  readonly case_reply: CaseReplyTable;
  readonly sla_alert: SlaAlertTable;
  readonly interaction: InteractionTable;
  readonly survey_answer: SurveyAnswerTable;
  readonly referral: ReferralTable;
  readonly import_fault: ImportFaultTable;
  readonly service_team: TeamTable;
  readonly team_client: TeamClientTable;
  readonly service_agent: AgentTable;
}

export interface CaseTable {
  id: string;
  /** The digits of the case's number. */
  serial: Generated<number>;
  external_id: string | null;
  division: string;
  local_id: string | null;
  subject: string | null;
  description: string | null;
  type: CaseType;
  category: string | null;
  reason_code: string | null;
  priority: CasePriority;
  channel: string | null;
  value_tier: ValueTier | null;
  language: string | null;
  /** From here on: what the trail says, kept for reading. */
  status: CaseStatus;
  agent: string | null;
  opened_at: Instant;
  first_replied_at: OptionalInstant;
  resolved_at: OptionalInstant;
  closed_at: OptionalInstant;
  resolution: string | null;
  reopen_count: number;
  team: string | null;
  queued_at: OptionalInstant;
  escalated_to: string | null;
  trail_length: number;
  /** When its clocks are to be looked at next; null: not until somebody moves it. */
  sla_look_at: OptionalInstant;
  /** The nearest due time of its clocks, as its queue is ordered by; true whenever it stands in one. */
  queue_due_at: OptionalInstant;
}

/** What was told of a clock: rows are inserted, never changed. */
interface SlaAlertTable {
  case_id: string;
  metric: SlaMetric;
  sequence: number;
  kind: AlertKind;
  at: Instant;
}

/** The audit trail: rows are inserted, never changed. */
export interface CaseEventTable {
  case_id: string;
  /** From 1, without gaps. */
  position: number;
  verb: string;
  at: Instant;
  actor: string;
  detail: Json<unknown>;
}

interface CaseReplyTable {
  id: string;
  case_id: string;
  at: Instant;
  author: string;
  public: boolean;
  text: string;
}

export interface InteractionTable {
  id: string;
  external_id: string | null;
  division: string;
  local_id: string | null;
  channel: string;
  direction: Direction;
  at: Instant;
  summary: string | null;
  outcome: InteractionOutcome;
  agent: string | null;
  case_id: string | null;
  wait_seconds: number | null;
  handle_seconds: number | null;
  resolved: boolean | null;
  topic: string | null;
}

interface SurveyAnswerTable {
  id: string;
  external_id: string | null;
  division: string;
  local_id: string | null;
  kind: SurveyKind;
  score: number;
  scale_max: number;
  at: Instant;
  channel: string | null;
  case_id: string | null;
  agent: string | null;
  topic: string | null;
  verbatim: string | null;
  /** Of an answer that came by a link. */
  invitation_id: string | null;
}

export interface ReferralTable {
  id: string;
  external_id: string | null;
  division: string;
  referrer_division: string;
  referrer_local_id: string;
  referred_division: string | null;
  referred_local_id: string | null;
  at: Instant;
  outcome: ReferralOutcome;
}

/** What could not be true in imported rows that were taken. */
interface ImportFaultTable {
  id: string;
  /** `case`, `interaction`, `survey answer` or `referral`. */
  record_kind: string;
  division: string;
  external_id: string;
  rule: string;
  reason: string;
  found_at: Instant;
}

export interface TeamTable {
  id: string;
  name: string;
  /** Null: it serves every division. */
  division: string | null;
  kind: TeamKind;
  assignment: TeamAssignment;
  second_line: string | null;
  /** Subjects, from who leads the team upwards. */
  leads: string[];
}

/** The customers whom a client team serves by name. */
interface TeamClientTable {
  team: string;
  division: string;
  local_id: string;
}

/** A list of skills that is empty asks for nothing. */
export interface AgentTable {
  id: string;
  team: string;
  /** How many unsolved cases they have at most. */
  capacity: number;
  presence: Presence;
  /** When they were last given a case, or came. */
  idle_since: Instant;
  case_types: string[];
  categories: string[];
  divisions: string[];
  languages: string[];
}
