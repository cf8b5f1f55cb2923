import type { Selectable } from 'kysely';
import type { CaseMove } from '../cases/case-machine.ts';
import type { TrailEntry } from '../cases/case-trail.ts';
import type { Case, CaseFacts, Interaction, Referral, SourceRef } from '../model.ts';
import type { CaseEventTable, CaseTable, InteractionTable, ReferralTable } from '../tables.ts';

export type CaseRow = Selectable<CaseTable>;

/** `C-000042`: at least six digits. */
export function caseNumber(serial: number): string {
  return `C-${String(serial).padStart(6, '0')}`;
}

const CASE_NUMBER = /^C-(0\d{5}|[1-9]\d{5,9})$/;

/** The serial of a case's number, or null when no case can have that number. */
export function caseSerial(number: string): number | null {
  const digits = CASE_NUMBER.exec(number)?.[1];
  const serial = Number(digits);
  return digits !== undefined && serial <= MAX_SERIAL ? serial : null;
}

const MAX_SERIAL = 2_147_483_647;

export function caseOfRow(row: CaseRow): Case {
  return {
    id: row.id,
    number: caseNumber(row.serial),
    externalId: row.external_id,
    division: row.division,
    localId: row.local_id,
    subject: row.subject,
    description: row.description,
    type: row.type,
    category: row.category,
    reasonCode: row.reason_code,
    priority: row.priority,
    channel: row.channel,
    valueTier: row.value_tier,
    status: row.status,
    agent: row.agent,
    openedAt: row.opened_at,
    firstRepliedAt: row.first_replied_at,
    resolvedAt: row.resolved_at,
    closedAt: row.closed_at,
    resolution: row.resolution,
    reopenCount: row.reopen_count,
    team: row.team,
    queuedAt: row.queued_at,
    escalatedTo: row.escalated_to,
    language: row.language,
    trailLength: row.trail_length,
  };
}

/** The columns that follow from the trail. */
export function factsRow(facts: CaseFacts) {
  return {
    status: facts.status,
    agent: facts.agent,
    opened_at: facts.openedAt.toISOString(),
    first_replied_at: facts.firstRepliedAt?.toISOString() ?? null,
    resolved_at: facts.resolvedAt?.toISOString() ?? null,
    closed_at: facts.closedAt?.toISOString() ?? null,
    resolution: facts.resolution,
    reopen_count: facts.reopenCount,
    team: facts.team,
    queued_at: facts.queuedAt?.toISOString() ?? null,
    escalated_to: facts.escalatedTo,
  };
}

/** A trail's entry as `insertTrails` writes it. */
export function entryRow(caseId: string, position: number, entry: TrailEntry) {
  const { verb, at, actor, ...detail } = entry;
  return { case_id: caseId, position, verb, at: at.toISOString(), actor, detail };
}

export function entryOfRow(row: Selectable<CaseEventTable>): TrailEntry {
  // Only `entryRow` writes these rows: verb and detail are a move taken apart.
  const move = { verb: row.verb, ...(row.detail as object) } as CaseMove;
  return { ...move, at: row.at, actor: row.actor };
}

export function interactionOfRow(row: Selectable<InteractionTable>): Interaction {
  return {
    id: row.id,
    at: row.at,
    division: row.division,
    localId: row.local_id,
    channel: row.channel,
    direction: row.direction,
    summary: row.summary,
    outcome: row.outcome,
    agent: row.agent,
    caseId: row.case_id,
    waitSeconds: row.wait_seconds,
    handleSeconds: row.handle_seconds,
    resolved: row.resolved,
    topic: row.topic,
  };
}

export function referralOfRow(row: Selectable<ReferralTable>): Referral {
  return {
    id: row.id,
    at: row.at,
    division: row.division,
    outcome: row.outcome,
    referrer: { division: row.referrer_division, localId: row.referrer_local_id },
    referred: refOf(row.referred_division, row.referred_local_id),
  };
}

/** A customer is both parts or nobody. */
export function refOf(division: string | null, localId: string | null): SourceRef | null {
  return division === null || localId === null ? null : { division, localId };
}
