import type { Insertable, Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { replay, type TrailEntry } from '../cases/case-trail.ts';
import { priorityOf } from '../cases/imported-life.ts';
import type { CaseFacts, CaseIdentity } from '../model.ts';
import { insertTrails } from '../store/insert-trail.ts';
import { caseNumber, factsRow } from '../store/rows.ts';
import type { ServiceTables } from '../tables.ts';
import type { NamedText } from '../text-checks.ts';
import type { CaseMatter } from './import-records.ts';

/** A record with the trail of its life, ready to be written. */
export interface CaseDraft<
  Record extends CaseMatter,
  Life extends { trail: readonly TrailEntry[] },
> {
  readonly id: string;
  readonly record: Record;
  readonly life: Life;
  readonly facts: CaseFacts;
}

/** A case that was not known, with its number. */
export type Written<Draft> = Draft & { readonly told: CaseIdentity };

/** None when the trail is empty. */
export function draftOf<Record extends CaseMatter, Life extends { trail: readonly TrailEntry[] }>(
  record: Record,
  life: Life,
): readonly CaseDraft<Record, Life>[] {
  const facts = replay(record.externalId, life.trail);
  return facts === null ? [] : [{ id: uuidv7(), record, life, facts }];
}

type AnyDraft = CaseDraft<CaseMatter, { readonly trail: readonly TrailEntry[] }>;

/** Writes cases that are not known yet, and their trails, and gives these back. */
export async function writeCases<Draft extends AnyDraft>(
  transaction: Transaction<ServiceTables>,
  drafts: readonly Draft[],
): Promise<readonly Written<Draft>[]> {
  const inserted = await transaction
    .insertInto('service_case')
    .values(drafts.map(caseRow))
    .onConflict((conflict) =>
      conflict
        .columns(['division', 'external_id'])
        .where('external_id', 'is not', null)
        .doNothing(),
    )
    .returning(['id', 'serial'])
    .execute();
  const serials = new Map(inserted.map((row) => [row.id, row.serial]));
  const taken = drafts.filter((draft) => serials.has(draft.id));
  await insertTrails(
    transaction,
    taken.map(({ id, life }) => ({ caseId: id, position: 1, entries: life.trail })),
  );
  return taken.map((draft) => ({ ...draft, told: identityOf(draft, serials.get(draft.id) ?? 0) }));
}

function caseRow({ id, record, life, facts }: AnyDraft): Insertable<ServiceTables['service_case']> {
  return {
    id,
    external_id: record.externalId,
    division: record.division,
    local_id: record.customerLocalId ?? null,
    subject: record.subject ?? null,
    description: record.description ?? null,
    type: record.type,
    category: record.category ?? null,
    reason_code: record.reasonCode ?? null,
    priority: priorityOf(record),
    channel: record.channel ?? null,
    value_tier: null,
    language: null,
    queue_due_at: null,
    // Whoever kept the record watched its clocks; the first move here makes them ours.
    sla_look_at: null,
    trail_length: life.trail.length,
    ...factsRow(facts),
  };
}

function identityOf({ id, record }: AnyDraft, serial: number): CaseIdentity {
  return {
    id,
    number: caseNumber(serial),
    division: record.division,
    localId: record.customerLocalId ?? null,
    type: record.type,
    priority: priorityOf(record),
    channel: record.channel ?? null,
    category: record.category ?? null,
    valueTier: null,
  };
}

/** A trail longer than this is a mistake in the file. */
const MAX_REOPENINGS = 100;

/** What is wrong with a number of reopenings, or null. */
export function reopeningsFault(count: number | null | undefined): string | null {
  const reopenings = count ?? 0;
  if (reopenings >= 0 && reopenings <= MAX_REOPENINGS) return null;
  return `"reopenCount" must be 0 to ${MAX_REOPENINGS}, but is: ${reopenings}.`;
}

/** The texts that records of every kind have. */
export function matterTexts(record: CaseMatter): readonly NamedText[] {
  return [
    ['externalId', record.externalId, 'name'],
    ['division', record.division, 'name'],
    ['customerLocalId', record.customerLocalId, 'name'],
    ['subject', record.subject, 'line'],
    ['description', record.description, 'prose'],
    ['category', record.category, 'line'],
    ['reasonCode', record.reasonCode, 'line'],
  ];
}
