import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../kit/clock.ts';
import { lockDirectory, type DirectoryLock } from '../../kit/directory-lock.ts';
import { openJournal, readJournal, replaceJournal, type Journal } from './journal.ts';
import { LoanBook } from './loan-book.ts';
import type { Entry, EntryBody } from './records.ts';

/** The book in memory and the journal on disk, kept the same. */
export interface LoanStore {
  /** Names this store: a consumer of its changes sees by it that the sequence began anew. */
  readonly id: string;
  readonly book: LoanBook;
  readonly clock: Clock;
  /** Changes the book at once; see `durable`. */
  record(body: EntryBody): void;
  /** Settles when all that was recorded is on disk. Nothing may be told to anybody before. */
  durable(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store in a directory that no other process uses, as it was when the last acknowledged change
 * was made. Throws when the directory is in use or the journal is damaged.
 */
export async function openLoanStore(directory: string, clock: Clock): Promise<LoanStore> {
  await mkdir(directory, { recursive: true });
  const lock = await lockDirectory(directory);
  try {
    return await openLocked(directory, clock, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked(
  directory: string,
  clock: Clock,
  lock: DirectoryLock,
): Promise<LoanStore> {
  const path = join(directory, 'journal.jsonl');
  const { lines, torn } = await readJournal(path);
  // Only this file writes the journal: a header first, entries behind it, each under a checksum.
  const header = (lines[0] as Header | undefined) ?? { format: 1, store: randomUUID() };
  const entries = lines.slice(1) as Entry[];
  const book = new LoanBook();
  for (const entry of entries) book.apply(entry);
  if (torn || lines.length === 0 || entries.length > book.recordCount) {
    await replaceJournal(path, snapshotOf(header, book));
  }
  return storeOver({ id: header.store, book, clock }, await openJournal(path), lock);
}

interface Header {
  readonly format: 1;
  readonly store: string;
}

function* snapshotOf(header: Header, book: LoanBook): Generator<object> {
  yield header;
  yield* book.snapshot();
}

function storeOver(
  parts: Pick<LoanStore, 'id' | 'book' | 'clock'>,
  journal: Journal,
  lock: DirectoryLock,
): LoanStore {
  return {
    ...parts,
    record(body) {
      const stamp = { sequence: parts.book.sequence + 1, at: parts.clock().toISOString() };
      const entry: Entry = { ...stamp, ...body };
      parts.book.apply(entry);
      journal.append(entry);
    },
    durable: () => journal.durable(),
    async close() {
      await journal.close();
      await lock.release();
    },
  };
}
