import { sql, type Kysely, type Transaction } from 'kysely';
import { appendEvents } from '../../kit/outbox.ts';
import { storableJson, storableText } from '../../kit/storable-text.ts';
import type { BookEntry, MetricsTables } from '../tables.ts';
import type { Book, Books, Entry } from './books.ts';

/** Reads and writes what people set. Nothing is ever changed: setting writes one more version, and an event. */

export interface NewEntry<Name extends Book> {
  readonly book: Name;
  readonly subject: string;
  readonly content: Books[Name];
  readonly actor: string;
  readonly at: Date;
}

/** Writes the next version, and tells of it, in one transaction with whatever else the caller does in it. */
export async function appendEntry<Name extends Book>(
  transaction: Transaction<MetricsTables>,
  entry: NewEntry<Name>,
): Promise<Entry<Name>> {
  const { book, subject, content, actor, at } = entry;
  await lockBooks(transaction);
  const version = ((await latestEntry(transaction, book, subject))?.version ?? 0) + 1;
  await transaction
    .insertInto('book_entry')
    .values({ book, subject, version, at, actor, content: storableJson(content) })
    .execute();
  const payload = { book, subject, version, actor, content };
  await appendEvents(transaction, [{ type: 'book.set', occurredAt: at.toISOString(), payload }]);
  return Object.freeze({ ...entry, version });
}

/** Keeps other writers of books waiting until the transaction ends. There are few, and versions have no gaps. */
export async function lockBooks(transaction: Transaction<MetricsTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${BOOKS_LOCK}::bigint)`.execute(transaction);
}

/** Any number that nothing else in this database locks. */
const BOOKS_LOCK = 7_346_018_226;

export async function latestEntry<Name extends Book>(
  database: Kysely<MetricsTables>,
  book: Name,
  subject: string,
): Promise<Entry<Name> | null> {
  const query = newestFirst(database, book).where('subject', '=', storableText(subject));
  return entryOf<Name>(await query.executeTakeFirst());
}

/** A version that is known to be there. */
export async function entryOfVersion<Name extends Book>(
  database: Kysely<MetricsTables>,
  book: Name,
  { subject, version }: { readonly subject: string; readonly version: number },
): Promise<Entry<Name> | null> {
  const query = newestFirst(database, book).where('subject', '=', storableText(subject));
  return entryOf<Name>(await query.where('version', '=', version).executeTakeFirst());
}

/** Of subjects that are months: what holds in this one, the latest version of the latest month not after it. */
export async function entryInForce<Name extends Book>(
  database: Kysely<MetricsTables>,
  book: Name,
  month: string,
): Promise<Entry<Name> | null> {
  const query = newestFirst(database, book)
    .where(sql<boolean>`subject collate "C" <= ${month}`)
    .clearOrderBy()
    .orderBy(sql`subject collate "C"`, 'desc')
    .orderBy('version', 'desc');
  return entryOf<Name>(await query.executeTakeFirst());
}

/** The latest version of every subject that begins so, sorted by subject. */
export async function latestEntries<Name extends Book>(
  database: Kysely<MetricsTables>,
  book: Name,
  prefix: string,
): Promise<readonly Entry<Name>[]> {
  const rows = await newestFirst(database, book)
    .where(sql<boolean>`starts_with(subject, ${storableText(prefix)})`)
    .clearOrderBy()
    .distinctOn(sql`subject collate "C"`)
    .orderBy(sql`subject collate "C"`)
    .orderBy('version', 'desc')
    .execute();
  return rows.flatMap((row) => entryOf<Name>(row) ?? []);
}

/** Every version, the newest first, of one subject or of all of a book. */
export async function listEntries<Name extends Book>(
  database: Kysely<MetricsTables>,
  book: Name,
  { subject, limit }: { readonly subject: string | null; readonly limit: number },
): Promise<readonly Entry<Name>[]> {
  const rows = await newestFirst(database, book)
    .$if(subject !== null, (query) => query.where('subject', '=', storableText(subject ?? '')))
    .clearOrderBy()
    .orderBy('at', 'desc')
    .orderBy(sql`subject collate "C"`)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => entryOf<Name>(row) ?? []);
}

function newestFirst(database: Kysely<MetricsTables>, book: Book) {
  const query = database.selectFrom('book_entry').selectAll().where('book', '=', book);
  return query.orderBy('version', 'desc');
}

function entryOf<Name extends Book>(row: BookEntry | undefined): Entry<Name> | null {
  // Only `appendEntry` writes rows, and it is told book and content together.
  return row === undefined ? null : (row as unknown as Entry<Name>);
}
