import type { Transaction } from 'kysely';
import { tellEntries, tellResponse } from '../cases/case-events.ts';
import { importedLife, type ImportedLife } from '../cases/imported-life.ts';
import type { SlaBook } from '../sla/sla-policy.ts';
import type { ServiceTables } from '../tables.ts';
import { firstTextFault } from '../text-checks.ts';
import type { ImportKind, Taken } from './import-batch.ts';
import type { CaseRecord } from './import-records.ts';
import {
  draftOf,
  matterTexts,
  reopeningsFault,
  writeCases,
  type CaseDraft,
  type Written,
} from './write-cases.ts';

export function caseImport(book: SlaBook): ImportKind<CaseRecord> {
  return Object.freeze({
    name: 'case',
    reasonAgainst,
    write: (transaction, records, act) =>
      write(
        transaction,
        records.flatMap((record) => draftOf(record, importedLife(record, act.actor, book))),
      ),
  } satisfies ImportKind<CaseRecord>);
}

function reasonAgainst(record: CaseRecord): string | null {
  return (
    reopeningsFault(record.reopenCount) ??
    firstTextFault([
      ...matterTexts(record),
      ['agent', record.agent, 'name'],
      ['resolution', record.resolution, 'prose'],
    ])
  );
}

type Draft = CaseDraft<CaseRecord, ImportedLife>;

async function write(
  transaction: Transaction<ServiceTables>,
  drafts: readonly Draft[],
): Promise<readonly Taken<CaseRecord>[]> {
  return (await writeCases(transaction, drafts)).map(takenOf);
}

function takenOf({ record, life, told }: Written<Draft>): Taken<CaseRecord> {
  const response = life.response === null ? [] : [tellResponse(told, life.response)];
  const events = [...tellEntries(told, null, life.trail), ...response];
  return { record, faults: life.faults, events };
}
