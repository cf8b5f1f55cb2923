import type { Transaction } from 'kysely';
import { tellLog } from '../cases/log-events.ts';
import { loggedLife } from '../cases/logged-life.ts';
import type { Act } from '../store/case-writer.ts';
import type { ServiceTables } from '../tables.ts';
import { firstTextFault } from '../text-checks.ts';
import type { ImportKind, Taken } from './import-batch.ts';
import type { CaseLogRecord } from './import-records.ts';
import { draftOf, matterTexts, reopeningsFault, writeCases } from './write-cases.ts';

export const caseLogImport: ImportKind<CaseLogRecord> = Object.freeze({
  name: 'case',
  reasonAgainst,
  write,
});

const MAX_ENTRIES = 1_000;

function reasonAgainst(record: CaseLogRecord): string | null {
  const { events } = record;
  if (events.length === 0 || events.length > MAX_ENTRIES) {
    return `"events" must be 1 to ${MAX_ENTRIES}, but are: ${events.length}.`;
  }
  return (
    reopeningsFault(record.reopenCount) ??
    firstTextFault([
      ...matterTexts(record),
      ...events.flatMap(({ sourceState, agent }) => [
        ['events.sourceState', sourceState, 'name'] as const,
        ['events.agent', agent, 'name'] as const,
      ]),
    ])
  );
}

async function write(
  transaction: Transaction<ServiceTables>,
  records: readonly CaseLogRecord[],
  act: Act,
): Promise<readonly Taken<CaseLogRecord>[]> {
  const drafts = records.flatMap((record) => draftOf(record, loggedLife(record, act.actor)));
  const written = await writeCases(transaction, drafts);
  return written.map(({ record, life, told }) => ({
    record,
    faults: life.faults,
    events: tellLog(told, life, record.slaMade ?? null),
  }));
}
