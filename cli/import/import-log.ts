import { caseOfRows } from './case-of-rows.ts';
import { checkColumns } from './check-columns.ts';
import { CaseGatherer, type CaseRows } from './gather-cases.ts';
import type { BatchResult } from './import-kinds.ts';
import type { ImportRun } from './import-rows.ts';
import type { ImportRecord } from './map-row.ts';
import type { LogRules } from './mapping.ts';
import { readRows } from './read-rows.ts';
import { createRecordCheck, type CheckRecord } from './record-check.ts';
import type { Rejection } from './reject-file.ts';

const BATCH_CASES = 500;
/** Fewer than fit into a request: each is some three events, and a busy room must answer in time. */
const BATCH_ROWS = 1_500;

/** How much of the bar reading the file is. */
const READING = 0.2;

/**
 * Imports a log of cases: the file is read whole, since the rows of a case may be anywhere in it, and cases are
 * sent batch after batch, behind those that the ledger has counted. A case is taken with its whole log or not.
 */
export async function importLog(run: ImportRun, log: LogRules): Promise<void> {
  const { ledger, bar, mapping } = run;
  const gatherer = await gather(run, log);
  const { cases, skipped } = gatherer;
  const check = createRecordCheck(mapping.kind);
  const done = ledger.progress.cases;
  if (ledger.progress.read === 0) {
    await ledger.count({
      ...NOTHING,
      read: skipped,
      skipped,
    });
  }
  for (const batch of inBatches(cases.slice(done))) {
    await sendBatch(run, batch, check);
    const share = READING + (1 - READING) * (ledger.progress.cases / cases.length);
    bar.update(share, `${ledger.progress.cases} cases, ${ledger.progress.read} rows`);
  }
  bar.update(1, `${ledger.progress.cases} cases, ${ledger.progress.read} rows`);
}

const NOTHING = { skipped: 0, accepted: 0, unchanged: 0, rejections: [], warnings: [] } as const;

async function gather(run: ImportRun, log: LogRules): Promise<CaseGatherer> {
  const { file, mapping, ledger, bar } = run;
  const gatherer = new CaseGatherer(mapping, log);
  const onColumns = (columns: readonly string[]) => {
    ledger.columns = columns;
    checkColumns(mapping, columns, file);
  };
  let rows = 0;
  for await (const row of readRows(file, mapping.delimiter, onColumns)) {
    gatherer.add(row);
    rows += 1;
    if (rows % BATCH_ROWS === 0) bar.update(READING * row.progress, `${rows} rows read`);
  }
  return gatherer;
}

function* inBatches(cases: readonly CaseRows[]): Generator<readonly CaseRows[]> {
  let batch: CaseRows[] = [];
  let rows = 0;
  for (const one of cases) {
    batch.push(one);
    rows += one.length;
    if (batch.length < BATCH_CASES && rows < BATCH_ROWS) continue;
    yield batch;
    [batch, rows] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/** A case that is sent, with the rows it is made of. */
interface SentCase {
  readonly rows: CaseRows;
  readonly record: ImportRecord;
  readonly warnings: readonly string[];
  readonly repeated: number;
}

async function sendBatch(
  run: ImportRun,
  batch: readonly CaseRows[],
  check: CheckRecord,
): Promise<void> {
  const rejections: Rejection[] = [];
  const sent = batch.flatMap((rows): readonly SentCase[] => {
    const read = caseOfRows(run.mapping, rows, check);
    if (read.kind === 'case') return [{ rows, ...read }];
    rejections.push(...read.rejections);
    return [];
  });
  const result = await run.send(sent.map(({ record }) => record));
  const { taken, known, refused } = sortOut(sent, result);
  const copies = taken.reduce((sum, { repeated }) => sum + repeated, 0);
  await run.ledger.count({
    read: rowsIn(batch.map((rows) => ({ rows }))),
    skipped: 0,
    accepted: rowsIn(taken) - copies,
    unchanged: rowsIn(known) + copies,
    rejections: [...rejections, ...refused],
    warnings: [...taken.flatMap(({ warnings }) => warnings), ...result.remarks],
    cases: batch.length,
  });
}

function sortOut(sent: readonly SentCase[], result: BatchResult) {
  const reasons = new Map(result.rejections.map(({ index, reason }) => [index, reason]));
  const unchanged = new Set(result.unchangedAt);
  const refused = sent.flatMap(({ rows }, index): readonly Rejection[] => {
    const reason = reasons.get(index);
    return reason === undefined ? [] : rows.map((row) => ({ ...row, reason }));
  });
  const known = sent.filter((_case, index) => unchanged.has(index));
  const taken = sent.filter((_case, index) => !unchanged.has(index) && !reasons.has(index));
  return { taken, known, refused };
}

function rowsIn(cases: readonly { readonly rows: CaseRows }[]): number {
  return cases.reduce((sum, { rows }) => sum + rows.length, 0);
}
