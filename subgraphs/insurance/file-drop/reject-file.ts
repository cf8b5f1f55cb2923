import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { BadRow } from './file-rows.ts';

/**
 * The rows of a file that were left out, each with its line and reason, as CSV for whoever repairs them. The
 * file is made with the first bad row and appears under its name only when it is whole.
 */
export class RejectFile {
  readonly #path: string;
  #stream: WriteStream | null = null;
  #rows = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get rows(): number {
    return this.#rows;
  }

  async write(rows: readonly BadRow[]): Promise<void> {
    if (rows.length === 0) return;
    const stream = this.#stream ?? (await this.#open());
    if (stream.errored !== null) throw stream.errored;
    this.#rows += rows.length;
    const text = rows.map((row) => lineOf([String(row.line), row.reason, ...row.fields])).join('');
    if (!stream.write(text)) await once(stream, 'drain');
  }

  /** Makes the file appear. */
  async finish(): Promise<void> {
    if (this.#stream === null) return;
    this.#stream.end();
    await finished(this.#stream);
    await rename(this.#draft(), this.#path);
  }

  /** Forgets what was written: the file as a whole came to nothing. */
  async discard(): Promise<void> {
    if (this.#stream === null) return;
    this.#stream.destroy();
    await rm(this.#draft(), { force: true });
  }

  async #open(): Promise<WriteStream> {
    await mkdir(dirname(this.#path), { recursive: true });
    this.#stream = createWriteStream(this.#draft());
    // Told of at the next write; an error that nobody hears would end the process.
    this.#stream.on('error', () => undefined);
    this.#stream.write(lineOf(['line', 'reason', 'fields']));
    return this.#stream;
  }

  #draft(): string {
    return `${this.#path}.part`;
  }
}

const PLAIN_NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

function lineOf(fields: readonly string[]): string {
  return `${fields.map(cellOf).join(',')}\n`;
}

/** A spreadsheet would run a cell that begins like a formula; an apostrophe makes it text. */
function cellOf(field: string): string {
  const risky = /^[=+\-@\t\r]/.test(field) && !PLAIN_NUMBER.test(field);
  const text = risky ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
