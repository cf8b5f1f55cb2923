import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { Row } from './apply-rule.ts';

export interface NumberedRow {
  /** Line of the file on which the row ends, from 1. */
  readonly line: number;
  readonly row: Row;
  /** Same content and same place among equal rows: same hash. */
  readonly hash: string;
  /** Share of the file that was read, 0 to 1. */
  readonly progress: number;
}

/**
 * Streams a CSV file (gzipped when its name ends in .gz) row by row: a byte-order mark, quoted line breaks
 * and spaces round column names are taken care of. Throws an Error for a row with too many or few fields.
 */
export async function* readRows(file: string, delimiter: string): AsyncGenerator<NumberedRow> {
  const { size } = await stat(file);
  const source = createReadStream(file);
  const parser = parse({
    bom: true,
    delimiter,
    columns: (header: readonly string[]) => header.map((name) => name.trim()),
    info: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
  });
  const text = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  source.on('error', (error) => parser.destroy(error));
  text.on('error', (error: Error) => parser.destroy(error));
  text.pipe(parser);
  const seen = new Map<string, number>();
  // The parser gives a record with its place when `info` is set.
  for await (const item of parser as AsyncIterable<{ info: { lines: number }; record: Row }>) {
    const { info, record } = item;
    const progress = size === 0 ? 1 : source.bytesRead / size;
    yield { line: info.lines, row: record, hash: hashOf(record, seen), progress };
  }
}

const MAX_ROW_BYTES = 1024 * 1024;

function hashOf(row: Row, seen: Map<string, number>): string {
  const content = createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32);
  const times = seen.get(content) ?? 0;
  seen.set(content, times + 1);
  return times === 0 ? content : `${content}-${times}`;
}
