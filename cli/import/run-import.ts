import { resolve } from 'node:path';
import type { GatewayClient } from '../client/gateway-client.ts';
import { meets, RowFault } from './apply-rule.ts';
import { createRecordCheck, type CheckRecord } from './record-check.ts';
import { openCheckpoint, type Checkpoint, type ImportProgress } from './checkpoint.ts';
import { importKinds, type BatchResult } from './import-kinds.ts';
import { columnsOfMapping, mapRow, warningsOf, type ImportRecord } from './map-row.ts';
import { readMapping, type Mapping } from './mapping.ts';
import type { ProgressBar } from './progress-bar.ts';
import { readRows, type NumberedRow } from './read-rows.ts';
import { RejectFile, type Rejection } from './reject-file.ts';

export interface ImportOrder {
  readonly file: string;
  readonly mappingFile: string;
  readonly division: string;
  readonly rejectsFile: string;
  readonly dataDirectory: string;
  readonly client: GatewayClient;
  readonly bar: ProgressBar;
}

export interface ImportSummary extends ImportProgress {
  readonly kind: string;
  /** Rows that an earlier, interrupted run had done. */
  readonly continuedAfter: number;
}

const BATCH_ROWS = 500;

/**
 * Sends a file's rows to the graph, batch after batch. Interrupted, it goes on behind the last batch that
 * was counted; a batch sent twice changes nothing.
 *
 * Throws when the mapping or the header is at fault, or when the gateway refuses or stays silent.
 */
export async function runImport(order: ImportOrder): Promise<ImportSummary> {
  const mapping = readMapping(order.mappingFile);
  const inputs = [resolve(order.file), resolve(order.mappingFile)];
  const checkpoint = await openCheckpoint(order.dataDirectory, order.division, inputs);
  const before = await checkpoint.read();
  const run = new ImportRun(order, mapping, checkpoint, before);
  await run.sendAll();
  await checkpoint.clear();
  return { ...run.progress, kind: mapping.kind, continuedAfter: before.read };
}

class ImportRun {
  progress: ImportProgress;
  readonly #order: ImportOrder;
  readonly #mapping: Mapping;
  readonly #checkpoint: Checkpoint;
  readonly #rejects: RejectFile;
  readonly #check: CheckRecord;

  constructor(
    order: ImportOrder,
    mapping: Mapping,
    checkpoint: Checkpoint,
    progress: ImportProgress,
  ) {
    this.#order = order;
    this.#mapping = mapping;
    this.#checkpoint = checkpoint;
    this.progress = progress;
    this.#check = createRecordCheck(mapping.kind);
    this.#rejects = new RejectFile(order.rejectsFile, progress.rejectBytes);
  }

  async sendAll(): Promise<void> {
    await this.#rejects.begin();
    const done = this.progress.read;
    let seen = 0;
    let batch: NumberedRow[] = [];
    for await (const row of readRows(this.#order.file, this.#mapping.delimiter)) {
      if (seen === 0) this.#checkHeader(row);
      if (++seen <= done) continue;
      batch.push(row);
      if (batch.length === BATCH_ROWS) {
        await this.#sendBatch(batch);
        batch = [];
      }
    }
    if (batch.length > 0) await this.#sendBatch(batch);
    this.#order.bar.update(1, `${this.progress.read} rows`);
    this.#order.bar.finish();
    await this.#rejects.close();
  }

  #checkHeader({ row }: NumberedRow): void {
    const missing = columnsOfMapping(this.#mapping).filter((column) => !(column in row));
    if (missing.length === 0) return;
    throw new Error(
      `The mapping needs the columns ${missing.join(', ')}, ` +
        `but ${this.#order.file} has: ${Object.keys(row).join(', ')}.`,
    );
  }

  async #sendBatch(rows: readonly NumberedRow[]): Promise<void> {
    const mapped = this.#mapRows(rows);
    const { records, sent, rejections } = mapped;
    const result = await this.#send(records);
    for (const { index, reason } of result.rejections) {
      const source = sent[index];
      if (source !== undefined) rejections.push({ line: source.line, row: source.row, reason });
    }
    rejections.sort((left, right) => left.line - right.line);
    await this.#rejects.add(rejections);
    this.progress = this.#add(rows, result, mapped);
    await this.#checkpoint.write(this.progress);
    this.#order.bar.update(rows.at(-1)?.progress ?? 1, `${this.progress.read} rows`);
  }

  async #send(records: readonly ImportRecord[]): Promise<BatchResult> {
    if (records.length === 0) return { accepted: 0, unchanged: 0, rejections: [], remarks: [] };
    const send = importKinds[this.#mapping.kind];
    return send(this.#order.client, this.#order.division, records);
  }

  #add(
    rows: readonly NumberedRow[],
    result: BatchResult,
    { rejections, skipped }: MappedRows,
  ): ImportProgress {
    const warnings = rows.flatMap(({ row }) => warningsOf(this.#mapping, row));
    const { read, accepted, unchanged, rejected, reasons } = this.progress;
    return {
      read: read + rows.length,
      skipped: this.progress.skipped + skipped,
      accepted: accepted + result.accepted,
      unchanged: unchanged + result.unchanged,
      rejected: rejected + rejections.length,
      reasons: count(
        reasons,
        rejections.map((rejection) => rejection.reason),
      ),
      warnings: count(this.progress.warnings, [...warnings, ...result.remarks]),
      rejectBytes: this.#rejects.bytes,
    };
  }

  #mapRows(rows: readonly NumberedRow[]): MappedRows {
    const mapped: MappedRows = { records: [], sent: [], rejections: [], skipped: 0 };
    for (const numbered of rows) {
      if (!meets(this.#mapping.where, numbered.row)) {
        mapped.skipped += 1;
        continue;
      }
      try {
        const record = mapRow(this.#mapping, numbered.row, numbered.hash);
        this.#check(record);
        mapped.records.push(record);
        mapped.sent.push(numbered);
      } catch (error) {
        if (!(error instanceof RowFault)) throw error;
        mapped.rejections.push({ line: numbered.line, row: numbered.row, reason: error.message });
      }
    }
    return mapped;
  }
}

/** A batch while it is taken apart. */
interface MappedRows {
  readonly records: ImportRecord[];
  readonly sent: NumberedRow[];
  readonly rejections: Rejection[];
  skipped: number;
}

/** Adds to counts by text; reasons that differ only in a value are too many to list, so they are capped. */
function count(
  counts: Readonly<Record<string, number>>,
  texts: readonly string[],
): Record<string, number> {
  const sum = { ...counts };
  for (const text of texts) {
    const key = text in sum || Object.keys(sum).length < MOST_REASONS ? text : 'other';
    sum[key] = (sum[key] ?? 0) + 1;
  }
  return sum;
}

const MOST_REASONS = 20;
