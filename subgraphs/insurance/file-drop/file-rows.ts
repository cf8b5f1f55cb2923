import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { FileDropKind } from '../model.ts';
import { ColumnReader } from './column-reader.ts';
import { csvLines } from './csv-lines.ts';
import type { CsvLine } from './csv-lines.ts';
import { FileFault } from './file-fault.ts';
import { COLUMNS } from './file-format.ts';

/** A row that passed its checks. The digest tells whether it comes again. */
export interface GoodRow<Row> extends CsvLine {
  readonly row: Row;
  readonly digest: string;
}

/** A row that is left out, and why. */
export interface BadRow extends CsvLine {
  readonly reason: string;
}

export interface FileToRead {
  readonly file: FileHandle;
  readonly size: number;
  readonly kind: FileDropKind;
  /** What the last line says. */
  readonly expectedRows: number;
}

/** Rows are read this many at a time: what is in memory, and what one statement writes. */
const BATCH_ROWS = 500;

/**
 * Reads a file's rows in batches, each row checked by itself. Throws FileFault when the header is not that
 * of its kind, or there are more or fewer rows than the last line says.
 */
export async function* fileRows<Row>(
  source: FileToRead,
  read: (reader: ColumnReader) => Row,
): AsyncGenerator<{ readonly good: GoodRow<Row>[]; readonly bad: BadRow[] }> {
  let header: readonly string[] | null = null;
  let [rows, ended] = [0, false];
  let batch = { good: [] as GoodRow<Row>[], bad: [] as BadRow[] };
  for await (const line of csvLines(source.file, source.size)) {
    if (ended)
      throw new FileFault(
        `Line ${line.line} comes after the line "#rows,...", which must be the last.`,
      );
    if (header === null) header = checkHeader(source.kind, line);
    else if (isTrailer(line)) ended = true;
    else {
      rows += 1;
      const checked = checkRow(line, header, read);
      if ('reason' in checked) batch.bad.push(checked);
      else batch.good.push(checked);
      if (batch.good.length + batch.bad.length < BATCH_ROWS) continue;
      yield batch;
      batch = { good: [], bad: [] };
    }
  }
  if (header === null)
    throw new FileFault('File must begin with a line of column names, but has none.');
  if (rows !== source.expectedRows) {
    throw new FileFault(`Last line says ${source.expectedRows} rows, but the file has ${rows}.`);
  }
  yield batch;
}

function isTrailer(line: CsvLine): boolean {
  return line.fields.length === 2 && line.fields[0] === '#rows';
}

function checkHeader(kind: FileDropKind, { line, fields }: CsvLine): readonly string[] {
  const { required, optional } = COLUMNS[kind];
  const faults = [
    ...required
      .filter((name) => !fields.includes(name))
      .map((name) => `column "${name}" is missing`),
    ...fields
      .filter((name) => !required.includes(name) && !optional.includes(name))
      .map((name) => `column "${name.slice(0, 40)}" is unknown`),
    ...fields
      .filter((name, index) => fields.indexOf(name) !== index)
      .map((name) => `column "${name.slice(0, 40)}" stands twice`),
  ];
  if (faults.length === 0) return fields;
  const expected = [...required, ...optional.map((name) => `[${name}]`)].join(',');
  const shown = faults.slice(0, 10).join('; ');
  throw new FileFault(`Line ${line} must name the columns ${expected}, but: ${shown}.`);
}

function checkRow<Row>(
  line: CsvLine,
  header: readonly string[],
  read: (reader: ColumnReader) => Row,
): GoodRow<Row> | BadRow {
  const { fields } = line;
  if (fields.length !== header.length) {
    const reason = `Row must have ${header.length} columns, but got: ${fields.length}.`;
    return { ...line, reason };
  }
  const reader = new ColumnReader(
    new Map(header.map((name, index) => [name, fields[index] ?? ''])),
  );
  const row = read(reader);
  if (reader.reason !== null) return { ...line, reason: reader.reason };
  return { ...line, row, digest: digestOf(row) };
}

/** Of what was read, not of the text: another order of columns is no change. */
function digestOf(row: unknown): string {
  return createHash('sha256').update(JSON.stringify(row)).digest('base64url');
}
