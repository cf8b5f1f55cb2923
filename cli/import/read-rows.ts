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
  /** The fields as they came, which may be more or fewer than the columns. */
  readonly fields: readonly string[];
  /** Why the row cannot be read by its columns; null when it can. */
  readonly fault: string | null;
  /** Same content and same place among equal rows: same hash. */
  readonly hash: string;
  /** Whether an earlier row has the same content. */
  readonly isRepeated: boolean;
  /** Share of the file that was read, 0 to 1. */
  readonly progress: number;
}

/**
 * Streams a CSV file (gzipped when its name ends in .gz) row by row: a byte-order mark, quoted line breaks,
 * quotes within a field and spaces round column names are taken care of. `onColumns` is told of the columns
 * before the first row, and may throw.
 *
 * Throws an Error that names the file when it has no header or cannot be read to its end.
 */
export async function* readRows(
  file: string,
  delimiter: string,
  onColumns: (columns: readonly string[]) => void,
): AsyncGenerator<NumberedRow> {
  const { size } = await stat(file);
  const source = createReadStream(file);
  const seen = new Map<string, number>();
  let columns: readonly string[] | null = null;
  let countedTwice = 0;
  try {
    for await (const { info, record } of parsedLines(source, file, delimiter)) {
      countedTwice += windowsLineEndsIn(record);
      if (columns === null) {
        columns = record.map((name) => name.trim());
        onColumns(columns);
        continue;
      }
      const row = rowOf(columns, record);
      yield {
        line: info.lines - countedTwice,
        row,
        fields: record,
        fault: faultOf(columns, record),
        ...hashOf(row, seen),
        // A packed file is parsed by the bytes that were in it, so only what was taken from it can be told.
        progress: (isPacked(file) ? source.bytesRead : info.bytes) / size,
      };
    }
  } finally {
    source.destroy();
  }
  if (columns === null)
    throw new Error(`${file} is empty: expected a row with the names of columns.`);
}

const MAX_ROW_BYTES = 1024 * 1024;

/** What the parser gives when `info` is set. */
interface ParsedLine {
  readonly info: { readonly lines: number; readonly bytes: number };
  readonly record: readonly string[];
}

async function* parsedLines(
  source: NodeJS.ReadableStream,
  file: string,
  delimiter: string,
): AsyncGenerator<ParsedLine> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_BYTES,
  });
  const text = isPacked(file) ? source.pipe(createGunzip()) : source;
  source.on('error', (error: Error) => parser.destroy(error));
  text.on('error', (error: Error) => parser.destroy(error));
  text.pipe(parser);
  try {
    yield* parser as AsyncIterable<ParsedLine>;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} cannot be read: ${why}`, { cause: error });
  }
}

function isPacked(file: string): boolean {
  return file.endsWith('.gz');
}

/** Within quotes the parser counts both characters of such a line end as a line. */
function windowsLineEndsIn(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + field.split('\r\n').length - 1, 0);
}

/** A row that is too short has no values at its end; what a row has too much is in its fields only. */
function rowOf(columns: readonly string[], fields: readonly string[]): Row {
  return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? '']));
}

function faultOf(columns: readonly string[], fields: readonly string[]): string | null {
  if (fields.length !== columns.length) {
    return `expected ${columns.length} fields, but got: ${fields.length}`;
  }
  // The first is what a byte that is no UTF-8 becomes, the second is refused by databases.
  const place = fields.findIndex((field) => field.includes('\ufffd') || field.includes('\0'));
  return place === -1 ? null : `Column "${columns[place] ?? ''}": expected text in UTF-8`;
}

function hashOf(
  row: Row,
  seen: Map<string, number>,
): { readonly hash: string; readonly isRepeated: boolean } {
  const content = createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32);
  const times = seen.get(content) ?? 0;
  seen.set(content, times + 1);
  return { hash: times === 0 ? content : `${content}-${times}`, isRepeated: times > 0 };
}
