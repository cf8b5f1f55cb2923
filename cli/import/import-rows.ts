import { meets, RowFault } from './apply-rule.ts';
import { checkColumns } from './check-columns.ts';
import type { BatchResult } from './import-kinds.ts';
import type { ImportLedger } from './import-ledger.ts';
import { mapRow, warningsOf, type ImportRecord } from './map-row.ts';
import type { Mapping } from './mapping.ts';
import type { ProgressBar } from './progress-bar.ts';
import { readRows, type NumberedRow } from './read-rows.ts';
import { createRecordCheck, type CheckRecord } from './record-check.ts';
import type { Rejection } from './reject-file.ts';

/** One import under way. */
export interface ImportRun {
  readonly file: string;
  readonly mapping: Mapping;
  readonly ledger: ImportLedger;
  readonly bar: ProgressBar;
  send(records: readonly ImportRecord[]): Promise<BatchResult>;
}

const BATCH_ROWS = 500;

/** Imports a file of which each row is a record, batch after batch, behind what the ledger has counted. */
export async function importRows(run: ImportRun): Promise<void> {
  const { file, mapping, ledger, bar } = run;
  const done = ledger.progress.read;
  const check = createRecordCheck(mapping.kind);
  let seen = 0;
  let batch: NumberedRow[] = [];
  const onColumns = (columns: readonly string[]) => {
    ledger.columns = columns;
    checkColumns(mapping, columns, file);
  };
  for await (const row of readRows(file, mapping.delimiter, onColumns)) {
    if (++seen <= done) continue;
    batch.push(row);
    if (batch.length === BATCH_ROWS) {
      await sendBatch(run, batch, check);
      batch = [];
    }
  }
  if (batch.length > 0) await sendBatch(run, batch, check);
  bar.update(1, `${ledger.progress.read} rows`);
}

async function sendBatch(
  run: ImportRun,
  rows: readonly NumberedRow[],
  check: CheckRecord,
): Promise<void> {
  const { mapping, ledger, bar } = run;
  const { records, sent, rejections, skipped } = mapRows(mapping, rows, check);
  const result = await run.send(records);
  const refused = new Map(result.rejections.map(({ index, reason }) => [index, reason]));
  for (const [index, source] of sent.entries()) {
    const reason = refused.get(index);
    if (reason !== undefined) rejections.push({ ...source, reason });
  }
  const taken = sent.filter((_source, index) => !refused.has(index));
  const warnings = taken.flatMap(({ row }) => warningsOf(mapping, row));
  await ledger.count({
    read: rows.length,
    skipped,
    accepted: result.accepted,
    unchanged: result.unchanged,
    rejections,
    warnings: [...warnings, ...result.remarks],
  });
  bar.update(rows.at(-1)?.progress ?? 1, `${ledger.progress.read} rows`);
}

/** A batch while it is taken apart. */
interface MappedRows {
  readonly records: ImportRecord[];
  readonly sent: NumberedRow[];
  readonly rejections: Rejection[];
  skipped: number;
}

function mapRows(mapping: Mapping, rows: readonly NumberedRow[], check: CheckRecord): MappedRows {
  const mapped: MappedRows = { records: [], sent: [], rejections: [], skipped: 0 };
  for (const numbered of rows) {
    try {
      const record = recordOf(mapping, numbered, check);
      if (record === null) mapped.skipped += 1;
      else {
        mapped.records.push(record);
        mapped.sent.push(numbered);
      }
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      mapped.rejections.push({ ...numbered, reason: error.message });
    }
  }
  return mapped;
}

/** Null for a row that the mapping leaves out. */
function recordOf(
  mapping: Mapping,
  { row, hash, fault }: NumberedRow,
  check: CheckRecord,
): ImportRecord | null {
  if (fault !== null) throw new RowFault(fault);
  if (!meets(mapping.where, row)) return null;
  const record = mapRow(mapping, row, hash);
  check(record);
  return record;
}
