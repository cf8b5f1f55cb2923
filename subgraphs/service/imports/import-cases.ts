import type { Insertable, Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { tellEntries, tellResponse } from '../cases/case-events.ts';
import { replay } from '../cases/case-trail.ts';
import { importedLife, priorityOf, type ImportedLife } from '../cases/imported-life.ts';
import type { CaseFacts, CaseIdentity } from '../model.ts';
import type { SlaBook } from '../sla/sla-policy.ts';
import { insertTrails } from '../store/insert-trail.ts';
import { caseNumber, factsRow } from '../store/rows.ts';
import type { Act } from '../store/case-writer.ts';
import type { ServiceTables } from '../tables.ts';
import { firstTextFault } from '../text-checks.ts';
import type { ImportKind, Taken } from './import-batch.ts';
import type { CaseRecord } from './import-records.ts';

export function caseImport(book: SlaBook): ImportKind<CaseRecord> {
  return Object.freeze({
    name: 'case',
    reasonAgainst,
    write: (transaction, records, act) =>
      write(
        transaction,
        records.flatMap((record) => draftOf(record, act, book)),
      ),
  } satisfies ImportKind<CaseRecord>);
}

/** A trail longer than this is a mistake in the file. */
const MAX_REOPENINGS = 100;

function reasonAgainst(record: CaseRecord): string | null {
  const reopenings = record.reopenCount ?? 0;
  if (reopenings < 0 || reopenings > MAX_REOPENINGS) {
    return `"reopenCount" must be 0 to ${MAX_REOPENINGS}, but is: ${reopenings}.`;
  }
  return firstTextFault([
    ['externalId', record.externalId, 'name'],
    ['division', record.division, 'name'],
    ['customerLocalId', record.customerLocalId, 'name'],
    ['subject', record.subject, 'line'],
    ['description', record.description, 'prose'],
    ['category', record.category, 'line'],
    ['reasonCode', record.reasonCode, 'line'],
    ['agent', record.agent, 'name'],
    ['resolution', record.resolution, 'prose'],
  ]);
}

/** A record with its life, ready to be written. */
interface Draft {
  readonly id: string;
  readonly record: CaseRecord;
  readonly life: ImportedLife;
  readonly facts: CaseFacts;
}

async function write(
  transaction: Transaction<ServiceTables>,
  drafts: readonly Draft[],
): Promise<readonly Taken<CaseRecord>[]> {
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
  return taken.map((draft) => takenOf(draft, serials.get(draft.id) ?? 0));
}

function draftOf(record: CaseRecord, act: Act, book: SlaBook): readonly Draft[] {
  const life = importedLife(record, act.actor, book);
  const facts = replay(record.externalId, life.trail);
  return facts === null ? [] : [{ id: uuidv7(), record, life, facts }];
}

function caseRow({ id, record, life, facts }: Draft): Insertable<ServiceTables['service_case']> {
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
    // Whoever kept the record watched its clocks; the first move here makes them ours.
    sla_look_at: null,
    trail_length: life.trail.length,
    ...factsRow(facts),
  };
}

function takenOf({ id, record, life }: Draft, serial: number): Taken<CaseRecord> {
  const told: CaseIdentity = {
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
  const response = life.response === null ? [] : [tellResponse(told, life.response)];
  const events = [...tellEntries(told, null, life.trail), ...response];
  return { record, faults: life.faults, events };
}
