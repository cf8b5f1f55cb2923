import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

const MAX_ROW_BYTES = 1024 * 1024;

/** Who is told of a file's columns, of its rows, and of how much of it was read, 0 to 1. */
export interface FileListener {
  onColumns(columns: readonly string[]): void;
  onRow(row: readonly string[]): void;
  onProgress(share: number): void;
}

/**
 * Reads a CSV file (gzipped when its name ends in .gz) row by row, without keeping any. A byte-order mark,
 * quoted line breaks and spaces round column names are taken care of.
 *
 * Throws an Error that names the file when it has no header or cannot be read to its end.
 */
export async function readFileRows(
  file: string,
  delimiter: string,
  listener: FileListener,
): Promise<void> {
  const { size } = await stat(file);
  const source = createReadStream(file, { highWaterMark: 256 * 1024 });
  const parser = parse({
    bom: true,
    delimiter,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_BYTES,
  });
  const text = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  let columns = 0;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => {
      source.destroy();
      reject(new Error(`${file} cannot be read: ${error.message}`, { cause: error }));
    };
    parser.on('data', (row: readonly string[]) => {
      try {
        if (columns++ === 0) listener.onColumns(row.map((name) => name.trim()));
        else listener.onRow(row);
      } catch (error) {
        source.destroy();
        parser.destroy();
        reject(error as Error);
      }
    });
    source.on('data', () => listener.onProgress(source.bytesRead / size));
    source.on('error', fail);
    text.on('error', fail);
    parser.on('error', fail);
    parser.on('end', resolve);
    text.pipe(parser);
  });
  if (columns === 0) throw new Error(`${file} is empty: expected a row with the names of columns.`);
}
