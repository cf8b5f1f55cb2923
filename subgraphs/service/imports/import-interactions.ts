import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { tellInteraction } from '../contact-events.ts';
import type { Interaction } from '../model.ts';
import { interactionRow } from '../store/contact-writer.ts';
import { insertUnknown } from '../store/insert-unknown.ts';
import { readKnownCases } from '../store/known-cases.ts';
import type { ServiceTables } from '../tables.ts';
import { firstTextFault } from '../text-checks.ts';
import { joinCase, type Joined } from './case-join.ts';
import type { ImportKind, Taken } from './import-batch.ts';
import type { InteractionRecord } from './import-records.ts';
import { isGiven } from '../given.ts';

export const interactionImport: ImportKind<InteractionRecord> = Object.freeze({
  name: 'interaction',
  reasonAgainst,
  write,
});

function reasonAgainst(record: InteractionRecord): string | null {
  return (
    secondsFault('waitSeconds', record.waitSeconds) ??
    secondsFault('handleSeconds', record.handleSeconds) ??
    firstTextFault([
      ['externalId', record.externalId, 'name'],
      ['division', record.division, 'name'],
      ['customerLocalId', record.customerLocalId, 'name'],
      ['caseExternalId', record.caseExternalId, 'name'],
      ['summary', record.summary, 'prose'],
      ['agent', record.agent, 'name'],
      ['topic', record.topic, 'line'],
    ])
  );
}

/** What is wrong with a duration, or null. */
export function secondsFault(name: string, seconds: number | null | undefined): string | null {
  if (!isGiven(seconds) || seconds >= 0) return null;
  return `"${name}" must not be negative, but is: ${seconds}.`;
}

async function write(
  transaction: Transaction<ServiceTables>,
  records: readonly InteractionRecord[],
): Promise<readonly Taken<InteractionRecord>[]> {
  const known = await readKnownCases(transaction, records);
  const drafts = records.map((record) => {
    const joined = joinCase(record, known);
    return { record, joined, logged: interactionOf(record, joined) };
  });
  const rows = drafts.map(({ record, logged }) => ({
    ...interactionRow(logged),
    external_id: record.externalId,
  }));
  const inserted = await insertUnknown(transaction, 'interaction', rows);
  return drafts
    .filter(({ logged }) => inserted.has(logged.id))
    .map(({ record, joined, logged }) => ({
      record,
      faults: joined.faults,
      events: [tellInteraction(logged)],
    }));
}

function interactionOf(record: InteractionRecord, { caseId, localId }: Joined): Interaction {
  return {
    id: uuidv7(),
    at: record.at,
    division: record.division,
    localId,
    channel: record.channel,
    direction: record.direction ?? 'INBOUND',
    summary: record.summary ?? null,
    outcome: record.outcome,
    agent: record.agent ?? null,
    caseId,
    waitSeconds: record.waitSeconds ?? null,
    handleSeconds: record.handleSeconds ?? null,
    resolved: record.resolved ?? null,
    topic: record.topic ?? null,
  };
}
