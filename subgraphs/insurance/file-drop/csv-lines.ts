import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { pipeline, Readable, Transform } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FileFault } from './file-fault.ts';

/** One record of a file and the line on which it begins, from 1. */
export interface CsvLine {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Longest record in bytes: an unclosed quote would otherwise take the rest of the file into memory. */
const LONGEST_RECORD = 1024 * 1024;
const TRAILER = /(?:^|\n)#rows,(\d{1,12})[\r\n]*$/;
const TRAILER_BYTES = 64;

/** How many rows the last line says there are; null when the file does not end with `#rows,<n>`. */
export async function readTrailer(file: FileHandle, size: number): Promise<number | null> {
  const length = Math.min(size, TRAILER_BYTES);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const match = TRAILER.exec(buffer.toString('latin1'));
  return match === null ? null : Number(match[1]);
}

export async function digestOfFile(file: FileHandle, size: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(file, size)) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Reads a file as a stream of records (RFC 4180, UTF-8 with or without a byte-order mark, LF or CRLF, line
 * breaks inside quotes). Throws FileFault where the file is not that.
 */
export async function* csvLines(file: FileHandle, size: number): AsyncGenerator<CsvLine> {
  let parsed = 0;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: LONGEST_RECORD,
    on_record: (fields: string[]) => {
      parsed += linesOf(fields);
      return fields;
    },
  });
  // Whatever fails on the way comes out of the loop below.
  pipeline(Readable.from(chunksOf(file, size)), checkedText(), parser, () => undefined);
  let line = 1;
  try {
    for await (const record of parser) {
      // Without other options the parser gives a list of texts for each record.
      const fields = record as readonly string[];
      if (fields.length > 1 || fields[0] !== '') yield { line, fields };
      line += linesOf(fields);
    }
  } catch (error) {
    throw error instanceof CsvError ? new FileFault(wordsFor(error, parsed)) : error;
  }
}

/** Lines in the file, as an editor counts them. */
function linesOf(fields: readonly string[]): number {
  return fields.reduce((lines, field) => lines + field.split('\n').length - 1, 1);
}

const CHUNK_BYTES = 64 * 1024;

/** A stream of the file would close it when it fails; we still need it then. */
async function* chunksOf(file: FileHandle, size: number): AsyncGenerator<Buffer> {
  let position = 0;
  while (position < size) {
    const length = Math.min(CHUNK_BYTES, size - position);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** Passes bytes on that are UTF-8 without NUL, which no text column could hold. */
function checkedText(): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let bytes = 0;
  const check = (chunk: Buffer, end: boolean): FileFault | null => {
    const start = bytes;
    bytes += chunk.length;
    if (chunk.includes(0))
      return new FileFault(`Byte ${start + chunk.indexOf(0)} is NUL: not a text file.`);
    try {
      decoder.decode(chunk, { stream: !end });
      return null;
    } catch {
      return new FileFault(`File must be UTF-8, but bytes ${start} to ${bytes} are not.`);
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(check(chunk, false), chunk);
    },
    flush: (done) => done(check(Buffer.alloc(0), true)),
  });
}

const WORDS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quoted field is never closed',
  CSV_MAX_RECORD_SIZE: `a row is longer than ${LONGEST_RECORD} bytes, or a quoted field is never closed`,
  CSV_INVALID_CLOSING_QUOTE: 'a closing quote must be followed by a comma or the end of the line',
  INVALID_OPENING_QUOTE: 'a quote inside an unquoted field',
};

function wordsFor(error: CsvError, linesBefore: number): string {
  return `Row from line ${linesBefore + 1} is not CSV: ${WORDS[error.code] ?? 'it cannot be read'}.`;
}
