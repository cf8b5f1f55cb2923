import { resolve } from 'node:path';
import type { GatewayClient } from '../client/gateway-client.ts';
import {
  NOTHING_DONE,
  openCheckpoint,
  type Checkpoint,
  type ImportProgress,
} from './checkpoint.ts';
import { importKinds, type BatchResult } from './import-kinds.ts';
import { ImportLedger } from './import-ledger.ts';
import { importLog } from './import-log.ts';
import { importRows } from './import-rows.ts';
import type { ImportRecord } from './map-row.ts';
import { readMapping, type Mapping } from './mapping.ts';
import type { ProgressBar } from './progress-bar.ts';
import { RejectFile } from './reject-file.ts';
import { sendInParts } from './send-in-parts.ts';

export interface ImportOrder {
  readonly file: string;
  readonly mappingFile: string;
  /** Null leaves it to the mapping. */
  readonly division: string | null;
  /** What the command line says that the file holds; the mapping may say it instead. */
  readonly kind?: string | undefined;
  readonly rejectsFile: string;
  readonly dataDirectory: string;
  /** Names where the client sends: an interrupted import goes on at the same place only. */
  readonly target: string;
  readonly client: GatewayClient;
  readonly bar: ProgressBar;
}

export interface ImportSummary extends ImportProgress {
  readonly kind: string;
  /** Null when each row says it. */
  readonly division: string | null;
  /** Rows that an earlier, interrupted run had done. */
  readonly continuedAfter: number;
}

/**
 * Sends a file's rows to the graph, batch after batch. Interrupted, it goes on behind the last batch that
 * was counted; a batch sent twice changes nothing.
 *
 * Throws when the mapping or the header is at fault, or when the gateway refuses or stays silent.
 */
export async function runImport(order: ImportOrder): Promise<ImportSummary> {
  const { file, target, client, bar } = order;
  const mapping = readMapping(order.mappingFile, order.kind);
  const division = divisionOf(order, mapping);
  const files = [resolve(file), resolve(order.mappingFile)];
  const identity = { target, division: division ?? '', files };
  const checkpoint = await openCheckpoint(order.dataDirectory, identity);
  const { before, rejects } = await resume(order, checkpoint);
  const ledger = new ImportLedger({ checkpoint, rejects, before });
  const sending = { client, mapping, division };
  const run = {
    file,
    mapping,
    ledger,
    bar,
    send: (records: readonly ImportRecord[]) => send(records, sending),
  };
  try {
    await (mapping.log === null ? importRows(run) : importLog(run, mapping.log));
  } finally {
    await rejects.close();
    bar.finish();
  }
  await checkpoint.clear();
  const continuedAfter = before.read;
  return { ...ledger.progress, kind: mapping.kind, division, continuedAfter };
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

/** Whose records they are: of the command line, else of the mapping, else each row says it. */
function divisionOf(order: ImportOrder, mapping: Mapping): string | null {
  const division = order.division ?? mapping.division ?? null;
  const inRows = 'division' in mapping.record.fields;
  if (division === null && !inRows) {
    throw new Error('Expected --division, or "division" in the mapping, but got neither.');
  }
  if (order.division !== null && inRows) {
    throw new Error('Expected --division or a rule for "record.division", but got both.');
  }
  return division;
}

async function send(
  records: readonly ImportRecord[],
  { client, mapping, division }: Sending,
): Promise<BatchResult> {
  if (records.length === 0) return { accepted: 0, unchanged: 0, rejections: [], remarks: [] };
  const sendBatch = importKinds[mapping.kind];
  return sendInParts(records, (part) => sendBatch(client, division, part));
}

interface Sending {
  readonly client: GatewayClient;
  readonly mapping: Mapping;
  readonly division: string | null;
}
