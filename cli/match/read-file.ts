import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { CsvSplitter } from './csv-splitter.ts';

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
  try {
    await splitFile(file, delimiter, listener);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} cannot be read: ${why}`, { cause: error });
  }
}

async function splitFile(file: string, delimiter: string, listener: FileListener): Promise<void> {
  const { size } = await stat(file);
  const source = createReadStream(file, { highWaterMark: 256 * 1024 });
  let columns = 0;
  const splitter = new CsvSplitter(delimiter, (row) => {
    if (columns === 0) listener.onColumns(row.map((name) => name.trim()));
    else listener.onRow(row);
    columns ||= row.length;
  });
  const text = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  // Errors do not pass from one stream to the next by themselves.
  source.on('error', (error) => text.destroy(error));
  try {
    for await (const piece of text.setEncoding('utf8') as AsyncIterable<string>) {
      splitter.add(piece);
      listener.onProgress(source.bytesRead / size);
    }
  } finally {
    source.destroy();
  }
  splitter.end();
  if (columns === 0) throw new Error('it is empty: expected a row with the names of columns');
}
