import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileDropKind } from '../model.ts';
import { COLUMNS } from './file-format.ts';

/** A row by column name; a missing or null column is empty. */
export type DropRow = Readonly<Record<string, string | boolean | null | undefined>>;

/** What to write; a `version` is e.g. `2026-01-31`. */
export interface NewFileDrop {
  readonly directory: string;
  readonly kind: FileDropKind;
  readonly version: string;
  readonly rows: Iterable<DropRow>;
}

/** Writes a file drop as the room wants it: under a working name, with the last line, then renamed. */
export async function writeFileDrop(drop: NewFileDrop): Promise<string> {
  const path = join(drop.directory, `${drop.kind.toLowerCase()}-${drop.version}.csv`);
  await mkdir(drop.directory, { recursive: true });
  await pipeline(Readable.from(lines(drop)), createWriteStream(`${path}.part`));
  await rename(`${path}.part`, path);
  return path;
}

function* lines({ kind, rows }: NewFileDrop): Generator<string> {
  const { required, optional } = COLUMNS[kind];
  const columns = [...required, ...optional];
  yield `${columns.join(',')}\n`;
  let count = 0;
  for (const row of rows) {
    count += 1;
    yield `${columns.map((column) => cellOf(String(row[column] ?? ''))).join(',')}\n`;
  }
  yield `#rows,${count}\n`;
}

function cellOf(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
