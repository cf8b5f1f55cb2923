import { createHash } from 'node:crypto';
import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file of JSON lines that only grows. Lines written in one moment share one write and one fsync. */
export interface Journal {
  append(line: object): void;
  /** Settles when everything appended so far is on disk; rejects for good once a write has failed. */
  durable(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Reads the lines that were completed. A last line that a crash cut short was never acknowledged and is
 * left out; `torn` says so. A damaged line with whole ones behind it is an error that names it.
 */
export async function readJournal(
  path: string,
): Promise<{ readonly lines: readonly unknown[]; readonly torn: boolean }> {
  const content = await readFile(path).catch((error: unknown) => {
    if (isMissing(error)) return Buffer.alloc(0);
    throw error;
  });
  const lines: unknown[] = [];
  let start = 0;
  for (let end = content.indexOf(NEWLINE); end !== -1; end = content.indexOf(NEWLINE, start)) {
    const line = parseLine(content.toString('utf8', start, end));
    start = end + 1;
    if (line !== undefined) lines.push(line);
    else if (start === content.length) return { lines, torn: true };
    else
      throw new Error(`${path} is damaged in line ${lines.length + 1}; restore it from a backup.`);
  }
  return { lines, torn: start < content.length };
}

/** Puts these lines in the journal's place, whole or not at all. */
export async function replaceJournal(path: string, lines: Iterable<object>): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', PRIVATE);
  try {
    for (const block of blocks(lines)) await file.appendFile(block);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

export async function openJournal(path: string): Promise<Journal> {
  const file = await open(path, 'a', PRIVATE);
  return new FileJournal(file);
}

class FileJournal implements Journal {
  readonly #file: FileHandle;
  #waiting: string[] = [];
  #written: Promise<void> = Promise.resolve();

  constructor(file: FileHandle) {
    this.#file = file;
  }

  append(line: object): void {
    this.#waiting.push(formatLine(line));
    if (this.#waiting.length > 1) return;
    // After a failed write the file may end in half a line, so nothing is written behind it.
    this.#written = this.#written.then(() => this.#write());
    this.#written.catch(() => undefined);
  }

  durable(): Promise<void> {
    return this.#written;
  }

  async close(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#file.close();
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = [];
    await this.#file.appendFile(lines.join(''));
    await this.#file.datasync();
  }
}

const NEWLINE = 0x0a;
const PRIVATE = 0o600;
const LINES_A_BLOCK = 1_000;

/** A line carries a checksum, so that a page the disk never wrote is not taken for data. */
function formatLine(line: object): string {
  const text = JSON.stringify(line);
  return `${checksum(text)} ${text}\n`;
}

function parseLine(line: string): unknown {
  const text = line.slice(CHECKSUM_LENGTH + 1);
  return line.slice(0, CHECKSUM_LENGTH) === checksum(text) ? JSON.parse(text) : undefined;
}

const CHECKSUM_LENGTH = 12;

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, CHECKSUM_LENGTH);
}

function* blocks(lines: Iterable<object>): Generator<string> {
  let block: string[] = [];
  for (const line of lines) {
    block.push(formatLine(line));
    if (block.length < LINES_A_BLOCK) continue;
    yield block.join('');
    block = [];
  }
  yield block.join('');
}

/** A rename is only safe once the directory is on disk too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
