import type { Kysely } from 'kysely';
import type { GovernanceTables } from '../tables.ts';
import { CHAIN_START, entryDigest, linkHash, noteDigest } from './chain.ts';
import { ContentDigests } from './content-digests.ts';
import { miscountedUse } from './miscounted-use.ts';
import { RETENTION, retentionIn, type Retention } from './retention.ts';
import { readSlice, type StoredEntry } from './read-slice.ts';

type Database = Kysely<GovernanceTables>;

/** Where a chain ended, for whoever wants to know later that it still goes through there. */
export interface ChainHead {
  readonly position: number;
  /** Hexadecimal. */
  readonly hash: string;
}

export type Verdict =
  | { readonly kind: 'whole'; readonly head: ChainHead; readonly expired: number }
  | { readonly kind: 'broken'; readonly position: number; readonly what: string };

export interface VerifyOptions {
  /** A head that was noted before and must still be there. */
  readonly noted?: ChainHead | undefined;
  readonly onProgress?: (done: number, all: number) => void;
}

const SLICE = 2_000;

/** Walks the whole chain in its order and names the first link at which something is not as it was written. */
export function verifyChain(database: Database, options: VerifyOptions = {}): Promise<Verdict> {
  if (database.isTransaction) return new ChainWalk(database, options).run();
  // One moment of the ledger: what is added or no longer kept meanwhile is not seen.
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((snapshot) => new ChainWalk(snapshot, options).run());
}

class ChainWalk {
  readonly #database: Database;
  readonly #options: VerifyOptions;
  readonly #content: ContentDigests;
  readonly #retentions: Retention[] = [];
  /** Of what is no longer kept: notes that say so come later in the chain. */
  readonly #expired: StoredEntry[] = [];
  #hash: Uint8Array = CHAIN_START;
  #position = 0;

  constructor(database: Database, options: VerifyOptions) {
    this.#database = database;
    this.#options = options;
    this.#content = new ContentDigests(database);
  }

  async run(): Promise<Verdict> {
    const end = await this.#database.selectFrom('chain').selectAll().executeTakeFirst();
    if (end === undefined) return broken(0, 'the end of the chain is not recorded');
    const all = Number(end.position);
    for (;;) {
      const slice = await readSlice(this.#database, this.#position, SLICE);
      if (slice.length === 0) break;
      for (const entry of slice) {
        const what = await this.#fault(entry);
        if (what !== null) return broken(this.#position + 1, what);
        this.#position += 1;
      }
      this.#options.onProgress?.(this.#position, all);
    }
    return (await this.#faultAtEnd(all, end.hash)) ?? this.#whole();
  }

  #whole(): Verdict {
    const head = { position: this.#position, hash: hex(this.#hash) };
    return { kind: 'whole', head, expired: this.#expired.length };
  }

  async #fault(entry: StoredEntry): Promise<string | null> {
    const next = this.#position + 1;
    if (entry.position !== next) return 'it is missing';
    const ownDigest = await this.#digestOf(entry);
    if (typeof ownDigest === 'string') return ownDigest;
    if (!ownDigest.equals(entry.digest)) return 'its content is not what was written';
    this.#hash = linkHash(this.#hash, entry);
    if (!entry.hash.equals(this.#hash)) return 'its hash does not follow from the link before it';
    const { noted } = this.#options;
    if (noted?.position === next && noted.hash !== hex(this.#hash)) {
      return 'its hash is not the one that was noted';
    }
    return null;
  }

  /** From what is there now; a text says what is not as it must be. */
  async #digestOf(entry: StoredEntry): Promise<Buffer | string> {
    if (entry.level === RETENTION) return this.#digestOfNote(entry);
    const { reader, operation, reading, requestId } = entry;
    if ([reader, operation, reading, requestId].every((part) => part === null)) {
      return this.#digestOfExpired(entry);
    }
    if (reader === null || operation === null || reading === null || requestId === null) {
      return 'a part of it is missing';
    }
    if (entry.customers.some((one) => one.at !== entry.at || one.reader !== reader)) {
      return 'what is said of its customers is not what was written';
    }
    const content = await this.#content.of({ ...entry, reader, operation, reading });
    return typeof content === 'string' ? content : entryDigest({ ...content, requestId });
  }

  #digestOfNote(entry: StoredEntry): Buffer | string {
    if (entry.note === null) return 'its note is missing';
    this.#retentions.push(retentionIn(entry));
    return noteDigest(entry.note);
  }

  #digestOfExpired(entry: StoredEntry): Buffer | string {
    if (entry.customers.length > 0) return 'customers are named for what is no longer kept';
    this.#expired.push(entry);
    return entry.digest;
  }

  async #faultAtEnd(all: number, hash: Buffer): Promise<Verdict | null> {
    if (this.#position < all) return broken(this.#position + 1, 'it is missing');
    if (this.#position > all) return broken(all + 1, 'it is behind the recorded end of the chain');
    if (!hash.equals(this.#hash)) return broken(all, 'it is not the recorded end of the chain');
    const { noted } = this.#options;
    if (noted !== undefined && noted.position > all) {
      return broken(all + 1, `it is missing, and the chain went on to ${noted.position}`);
    }
    const unexplained = this.#expired.find(
      (one) => !this.#retentions.some((note) => note.level === one.level && one.at < note.before),
    );
    if (unexplained !== undefined) {
      return broken(unexplained.position, 'its content is gone, and no retention says why');
    }
    const stray = await this.#database
      .selectFrom('entry_customer')
      .select('position')
      .where((is) => is.or([is('position', '<', '1'), is('position', '>', String(all))]))
      .executeTakeFirst();
    if (stray !== undefined) {
      return broken(Number(stray.position), 'customers are named for an entry that is not there');
    }
    const miscounted = await miscountedUse(this.#database);
    if (miscounted === undefined) return null;
    return broken(Number(miscounted.position ?? all), 'it is not counted as it was written');
  }
}

function broken(position: number, what: string): Verdict {
  return { kind: 'broken', position, what };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
