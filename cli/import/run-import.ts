import { resolve } from 'node:path';
import type { GatewayClient } from '../client/gateway-client.ts';
import { meets, RowFault } from './apply-rule.ts';
import {
  NOTHING_DONE,
  openCheckpoint,
  type Checkpoint,
  type ImportProgress,
} from './checkpoint.ts';
import { importKinds, type BatchResult } from './import-kinds.ts';
import { addBatch } from './import-totals.ts';
import { columnsOfMapping, mapRow, warningsOf, type ImportRecord } from './map-row.ts';
import { readMapping, type Mapping } from './mapping.ts';
import type { ProgressBar } from './progress-bar.ts';
import { readRows, type NumberedRow } from './read-rows.ts';
import { createRecordCheck, type CheckRecord } from './record-check.ts';
import { RejectFile, type Rejection } from './reject-file.ts';
import { sendInParts } from './send-in-parts.ts';

export interface ImportOrder {
  readonly file: string;
  readonly mappingFile: string;
  readonly division: string;
  readonly rejectsFile: string;
  readonly dataDirectory: string;
  /** Names where the client sends: an interrupted import goes on at the same place only. */
  readonly target: string;
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
  const { target, division } = order;
  const files = [resolve(order.file), resolve(order.mappingFile)];
  const checkpoint = await openCheckpoint(order.dataDirectory, { target, division, files });
  const { before, rejects } = await resume(order, checkpoint);
  const run = new ImportRun(order, { mapping, checkpoint, rejects, before });
  try {
    await run.sendAll();
  } finally {
    await rejects.close();
    order.bar.finish();
  }
  await checkpoint.clear();
  return { ...run.progress, kind: mapping.kind, continuedAfter: before.read };
}

interface Resumed {
  readonly before: ImportProgress;
  readonly rejects: RejectFile;
}

async function resume(order: ImportOrder, checkpoint: Checkpoint): Promise<Resumed> {
  const before = await checkpoint.read();
  const rejects = await RejectFile.begin(order.rejectsFile, before.rejectBytes);
  if (rejects !== null) return { before, rejects };
  // Somebody took the reject file away: what it held is found again from the start.
  const fresh = await RejectFile.begin(order.rejectsFile, 0);
  if (fresh === null) throw new Error(`${order.rejectsFile} cannot be begun.`);
  return { before: NOTHING_DONE, rejects: fresh };
}

interface ImportParts extends Resumed {
  readonly mapping: Mapping;
  readonly checkpoint: Checkpoint;
}

class ImportRun {
  progress: ImportProgress;
  readonly #order: ImportOrder;
  readonly #parts: ImportParts;
  readonly #check: CheckRecord;
  #columns: readonly string[] = [];

  constructor(order: ImportOrder, parts: ImportParts) {
    this.#order = order;
    this.#parts = parts;
    this.progress = parts.before;
    this.#check = createRecordCheck(parts.mapping.kind);
  }

  async sendAll(): Promise<void> {
    const { file, bar } = this.#order;
    const done = this.progress.read;
    let seen = 0;
    let batch: NumberedRow[] = [];
    const onColumns = (columns: readonly string[]) => this.#readColumns(columns);
    for await (const row of readRows(file, this.#parts.mapping.delimiter, onColumns)) {
      if (++seen <= done) continue;
      batch.push(row);
      if (batch.length === BATCH_ROWS) {
        await this.#sendBatch(batch);
        batch = [];
      }
    }
    if (batch.length > 0) await this.#sendBatch(batch);
    bar.update(1, `${this.progress.read} rows`);
  }

  #readColumns(columns: readonly string[]): void {
    this.#columns = columns;
    const needed = columnsOfMapping(this.#parts.mapping);
    const missing = needed.filter((column) => !columns.includes(column));
    const has = `but ${this.#order.file} has: ${columns.join(', ')}.`;
    if (missing.length > 0) {
      throw new Error(`The mapping needs the columns ${missing.join(', ')}, ${has}`);
    }
    const twice = needed.filter((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
    if (twice.length === 0) return;
    throw new Error(`The mapping needs each of the columns ${twice.join(', ')} once, ${has}`);
  }

  async #sendBatch(rows: readonly NumberedRow[]): Promise<void> {
    const { mapping, rejects, checkpoint } = this.#parts;
    const { records, sent, rejections, skipped } = this.#mapRows(rows);
    const result = await this.#send(records);
    const refused = new Map(result.rejections.map(({ index, reason }) => [index, reason]));
    for (const [index, source] of sent.entries()) {
      const reason = refused.get(index);
      if (reason !== undefined) rejections.push({ ...source, reason });
    }
    rejections.sort((left, right) => left.line - right.line);
    await rejects.add(this.#columns, rejections);
    const taken = sent.filter((_source, index) => !refused.has(index));
    const warnings = taken.flatMap(({ row }) => warningsOf(mapping, row));
    this.progress = addBatch(this.progress, {
      read: rows.length,
      skipped,
      accepted: result.accepted,
      unchanged: result.unchanged,
      rejections: rejections.map(({ reason }) => reason),
      warnings: [...warnings, ...result.remarks],
      rejectBytes: rejects.bytes,
    });
    await checkpoint.write(this.progress);
    this.#order.bar.update(rows.at(-1)?.progress ?? 1, `${this.progress.read} rows`);
  }

  async #send(records: readonly ImportRecord[]): Promise<BatchResult> {
    if (records.length === 0) return { accepted: 0, unchanged: 0, rejections: [], remarks: [] };
    const send = importKinds[this.#parts.mapping.kind];
    const { client, division } = this.#order;
    return sendInParts(records, (part) => send(client, division, part));
  }

  #mapRows(rows: readonly NumberedRow[]): MappedRows {
    const mapped: MappedRows = { records: [], sent: [], rejections: [], skipped: 0 };
    for (const numbered of rows) {
      try {
        const record = this.#recordOf(numbered);
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
  #recordOf({ row, hash, fault }: NumberedRow): ImportRecord | null {
    const { mapping } = this.#parts;
    if (fault !== null) throw new RowFault(fault);
    if (!meets(mapping.where, row)) return null;
    const record = mapRow(mapping, row, hash);
    this.#check(record);
    return record;
  }
}

/** A batch while it is taken apart. */
interface MappedRows {
  readonly records: ImportRecord[];
  readonly sent: NumberedRow[];
  readonly rejections: Rejection[];
  skipped: number;
}
