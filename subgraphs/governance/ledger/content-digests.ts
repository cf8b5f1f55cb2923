import { LRUCache } from 'lru-cache';
import type { Kysely } from 'kysely';
import { CLASSIFICATION_LEVELS } from '../../../schema/ledger-batch.ts';
import type { GovernanceTables, ReaderTable } from '../tables.ts';
import {
  customerDigest,
  operationDigest,
  readerDigest,
  readingDigest,
  type EntryContent,
} from './chain.ts';

/** What an entry refers to, by row. */
interface Referred {
  readonly reader: number;
  readonly operation: number;
  readonly reading: number;
  readonly level: string;
  readonly customers: readonly { readonly customer: number }[];
}

/** Most rows of each kind whose digests are remembered. */
const MOST = 100_000;

/** The digests of what entries refer to, worked out from the content that is there now. */
export class ContentDigests {
  readonly #database: Kysely<GovernanceTables>;
  readonly #known = new LRUCache<string, Buffer>({ max: MOST });

  constructor(database: Kysely<GovernanceTables>) {
    this.#database = database;
  }

  /** A text says what is not as it was written. */
  async of(entry: Referred): Promise<Omit<EntryContent, 'requestId'> | string> {
    const reader = await this.#digest('reader', entry.reader);
    if (reader === null) return 'what is kept of its reader is not what was written';
    const operation = await this.#digest('operation', entry.operation);
    if (operation === null) return 'what is kept of its operation is not what was written';
    const reading = await this.#digest('reading', entry.reading);
    if (reading === null) return 'what is kept of the fields it read is not what was written';
    const customers: Buffer[] = [];
    for (const { customer } of entry.customers) {
      const digest = await this.#digest('customer', customer);
      if (digest === null) return 'what is kept of a customer is not what was written';
      customers.push(digest);
    }
    return { reader, operation, reading, customers };
  }

  async #digest(kind: keyof typeof readers, id: number): Promise<Buffer | null> {
    const key = `${kind} ${id}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = await readers[kind](this.#database, id);
    if (found?.stated.equals(found.actual) !== true) return null;
    this.#known.set(key, found.actual);
    return found.actual;
  }
}

interface Digests {
  /** Under which entries know it. */
  readonly stated: Buffer;
  readonly actual: Buffer;
}

type Read = (database: Kysely<GovernanceTables>, id: number) => Promise<Digests | null>;

const reader: Read = async (database, id) => {
  const row = await database
    .selectFrom('reader')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { stated: row.digest, actual: readerDigest({ ...row, emergency: emergencyOf(row) }) };
};

function emergencyOf({ emergency_reason: reason, emergency_until: until }: ReaderTable) {
  return reason === null || until === null ? null : { reason, until: until.getTime() };
}

const operation: Read = async (database, id) => {
  const row = await database
    .selectFrom('operation')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { stated: row.digest, actual: operationDigest(row) };
};

const reading: Read = async (database, id) => {
  const row = await database
    .selectFrom('reading')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  const level = CLASSIFICATION_LEVELS.find((one) => one === row?.level);
  if (row === undefined || level === undefined) return null;
  const actual = readingDigest({ ...row, level, isPersonal: row.is_personal });
  return { stated: row.digest, actual };
};

const customer: Read = async (database, id) => {
  const row = await database
    .selectFrom('customer')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { stated: row.digest, actual: customerDigest(row.keyed, row.sealed) };
};

const readers = { reader, operation, reading, customer };
