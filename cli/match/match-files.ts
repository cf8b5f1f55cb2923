import {
  matchTable,
  type MatchResult,
} from '../../subgraphs/customers/matching/run/match-table.ts';
import { JobThreads } from '../../subgraphs/customers/matching/run/job-threads.ts';
import { StageClock, type Stage } from '../../subgraphs/customers/matching/run/stage-clock.ts';
import {
  TableBuilder,
  type MatchTable,
} from '../../subgraphs/customers/matching/run/table-builder.ts';
import {
  measureQuality,
  type Quality,
} from '../../subgraphs/customers/matching/measure/truth-metrics.ts';
import type { MatchMapping } from './mapping.ts';
import { readFileRows } from './read-file.ts';
import { createRowReader, shapeOf, type RowReader } from './row-reader.ts';
import { truthGroups } from './truth-groups.ts';

export interface MatchOrder {
  readonly files: readonly string[];
  readonly mapping: MatchMapping;
  readonly truth: { readonly column: string; readonly pattern?: string | undefined } | null;
  readonly threads?: number | undefined;
  /** Told of each stage, and of how far it is, 0 to 1, where that is known. */
  readonly onProgress: (stage: string, share: number) => void;
}

export interface MatchRun {
  readonly table: MatchTable;
  readonly ids: readonly string[];
  readonly result: MatchResult;
  readonly quality: Quality | null;
  readonly stages: readonly Stage[];
}

/** Reads files, matches their records and, where the truth is known, measures how well. */
export async function matchFiles(order: MatchOrder): Promise<MatchRun> {
  const clock = new StageClock((stage) => order.onProgress(stage, 0));
  const threads = new JobThreads(order.threads);
  try {
    clock.start('read and standardise');
    const rows = await readFiles(order);
    clock.start('build columns');
    const table = rows.builder.build();
    const files = order.files.length > 1 ? Uint8Array.from(rows.files) : null;
    const result = await matchTable(table, threads, { clock, files });
    clock.start('measure');
    const quality = measure(order, rows, result);
    clock.stop();
    return { table, ids: rows.ids, result, quality, stages: clock.stages() };
  } finally {
    await threads.close();
  }
}

interface Rows {
  readonly builder: TableBuilder;
  readonly ids: string[];
  readonly truths: string[];
  readonly files: number[];
}

async function readFiles({ files, mapping, truth, onProgress }: MatchOrder): Promise<Rows> {
  const rows: Rows = {
    builder: new TableBuilder(shapeOf(mapping)),
    ids: [],
    truths: [],
    files: [],
  };
  for (const [number, file] of files.entries()) {
    let reader: RowReader | null = null;
    await readFileRows(file, mapping.delimiter, {
      onColumns: (columns) => {
        reader = createRowReader(mapping, truth?.column ?? null, { file, columns });
      },
      onRow: (row) => {
        if (reader === null) return;
        rows.builder.add(reader.textsOf(row));
        rows.ids.push(reader.idOf(row) ?? String(rows.ids.length + 1));
        if (truth !== null) rows.truths.push(reader.truthOf(row));
        rows.files.push(number);
      },
      onProgress: (share) => onProgress('read and standardise', (number + share) / files.length),
    });
  }
  return rows;
}

function measure({ truth }: MatchOrder, rows: Rows, result: MatchResult): Quality | null {
  if (truth === null) return null;
  return measureQuality(result.clusters, truthGroups(rows.truths, truth.pattern), result.links);
}
