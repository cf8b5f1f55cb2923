import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Page } from '../../kit/connection.ts';
import { isServedBy } from '../data-source.ts';
import { initialOf } from './search-tokens.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** Beyond this many matches nobody counts: the search is too wide to be answered by its number. */
const MOST_COUNTED = 1000;

/** What bounds the work of a search. */
export interface SearchLimits {
  /** Up to this many tokens a word is selective: all of its customers are looked at. */
  readonly selective: number;
  /**
   * When no word is selective, this many times a token is read and looked up under another word: with three
   * words half as many tokens are read as with two.
   */
  readonly walk: number;
}

const LIMITS: SearchLimits = Object.freeze({ selective: 8000, walk: 30_000 });

/** A word and the texts that begin with it: from itself to the last one. */
interface WordRange {
  readonly first: string;
  readonly last: string;
  /** How many tokens begin with it, counted to one above `selective`. */
  readonly count: number;
}

/** A search whose words have been looked up, rarest first, ready to be read page by page and counted. */
export interface Search {
  readonly words: readonly WordRange[];
  readonly limits: SearchLimits;
  /** Of whose customers alone anything is found; null for everybody's. */
  readonly division: string | null;
  /** The beginning of the list, read once, which the first page and the count share. */
  readonly beginning: () => Promise<SearchPage>;
}

export interface SearchOptions {
  readonly limits?: SearchLimits;
  readonly division?: string | null;
}

/** Ids in the page's reading order, one more than asked for when there are more. */
export interface SearchPage {
  readonly ids: readonly string[];
  /** The customer at whom reading stopped though there may be matches behind; null when it did not. */
  readonly stoppedAt: string | null;
}

/**
 * Looks up how common the words are, which decides how to search. Either way what is read is bounded, whatever
 * the words and however many customers there are.
 *
 * When a word is selective, its tokens are read (`search_token_by_token`), their customers sorted and checked
 * for the other words. When all words are common, customers are read in the order of the list
 * (`search_token_in_order`, which holds for each first letter the tokens in list order) until the page is
 * full, which is soon, or the walk has been long enough: then the page ends there and says so.
 */
export async function prepareSearch(
  database: Kysely<CustomerTables>,
  words: readonly string[],
  { limits = LIMITS, division = null }: SearchOptions = {},
): Promise<Search> {
  const last = words.map((word) => `${word}\u{10FFFF}`);
  const { rows } = await sql<WordRange>`
    select given.first, given.last, (
      select count(*)::int from (
        select 1 from ${TOKENS} t
        where t.token >= given.first collate "C" and t.token < given.last collate "C"
        limit ${limits.selective + 1}
      ) counted
    ) as count
    from unnest(${words}::text[], ${last}::text[]) as given(first, last)`.execute(database);
  const found = { words: [...rows].sort(byNarrowness), limits, division };
  let beginning: Promise<SearchPage> | undefined;
  return {
    ...found,
    beginning: () => (beginning ??= readMatches(database, found, WHOLE_LIST, MOST_COUNTED)),
  };
}

/**
 * Fewest tokens first. Of equally common words those of letters, because every phone number begins with one
 * of few digits; then the longer ones, which are rarer.
 */
function byNarrowness(left: WordRange, right: WordRange): number {
  const digits = ({ first }: WordRange) => Number(/^\d/.test(first));
  return (
    left.count - right.count ||
    digits(left) - digits(right) ||
    right.first.length - left.first.length
  );
}

export async function readSearchPage(
  database: Kysely<CustomerTables>,
  search: Search,
  page: Page,
): Promise<SearchPage> {
  const forward = page.direction === 'forward';
  const after = page.cursor?.[0] ?? null;
  if (!forward || after !== null)
    return readMatches(database, search, { forward, after }, page.limit);
  const { ids, stoppedAt } = await search.beginning();
  return {
    ids: ids.slice(0, page.limit + 1),
    stoppedAt: ids.length > page.limit ? null : stoppedAt,
  };
}

/** How many customers match; null beyond `MOST_COUNTED`, or when finding out would take a longer walk. */
export async function countMatches(search: Search): Promise<number | null> {
  const { ids, stoppedAt } = await search.beginning();
  return ids.length > MOST_COUNTED || stoppedAt !== null ? null : ids.length;
}

async function readMatches(
  database: Kysely<CustomerTables>,
  { words, limits, division }: Omit<Search, 'beginning'>,
  asked: Pick<Order, 'forward' | 'after'>,
  limit: number,
): Promise<SearchPage> {
  const order = { ...asked, division };
  const [narrowest, ...others] = words;
  if (narrowest === undefined || narrowest.count === 0) return { ids: [], stoppedAt: null };
  const selective = narrowest.count <= limits.selective;
  const length = Math.ceil(limits.walk / Math.max(others.length, 1));
  const stop = selective ? null : await findStop(database, narrowest, order, length);
  const matches = (selective ? amongTokens : inOrder)(narrowest, others, { ...order, stop });
  const { rows } = await sql<{ customer_id: string }>`${matches} limit ${limit + 1}`.execute(
    database,
  );
  return {
    ids: rows.map((row) => row.customer_id),
    stoppedAt: rows.length > limit ? null : stop,
  };
}

const TOKENS = sql.id(SCHEMA, 'search_token');

/**
 * From where, in which direction and up to where the list is read. Customers are named by their ids, as in
 * cursors: where one stands is looked up, so that no name is in a cursor.
 */
interface Order {
  readonly forward: boolean;
  readonly after: string | null;
  /** Whose customers are in the list; null for everybody's. */
  readonly division: string | null;
  /** The last customer that is read. */
  readonly stop?: string | null;
}

const WHOLE_LIST = { forward: true, after: null } as const;

/** The customer at whom a walk has read its tokens; null when the list ends before. */
async function findStop(
  database: Kysely<CustomerTables>,
  { first }: WordRange,
  order: Order,
  length: number,
): Promise<string | null> {
  const { rows } = await sql<{ customer_id: string }>`
    select t.customer_id from ${TOKENS} t
    where t.initial = ${initialOf(first)} and ${within(order)} and ${isOwn(order)}
    order by ${listOrder(order)} offset ${length} limit 1`.execute(database);
  return rows[0]?.customer_id ?? null;
}

type Matches = (
  narrowest: WordRange,
  others: readonly WordRange[],
  order: Order,
) => RawBuilder<unknown>;

/** The customers of a word are found before the others are looked for, which stops when enough have been. */
const amongTokens: Matches = (narrowest, others, order) => sql`
  select t.customer_id from (
    select distinct f.sort_key, f.customer_id from ${TOKENS} f where ${begins('f', narrowest)} offset 0
  ) t
  where ${within(order)} and ${isOwn(order)} ${alsoBegin(others)}
  order by ${listOrder(order)}`;

/** Grouped by the columns of the index, so that rows come in its order and the limit stops the walk. */
const inOrder: Matches = (narrowest, others, order) => sql`
  select t.customer_id from ${TOKENS} t
  where t.initial = ${initialOf(narrowest.first)} and ${begins('t', narrowest)} and ${within(order)}
    and ${isOwn(order)} ${alsoBegin(others)}
  group by t.sort_key, t.customer_id
  order by ${listOrder(order)}`;

function begins(table: string, { first, last }: WordRange): RawBuilder<unknown> {
  const token = sql.ref(`${table}.token`);
  return sql`${token} >= ${first} collate "C" and ${token} < ${last} collate "C"`;
}

/**
 * Against one other word the database joins two lists that are in the same order, which it does well. Of several
 * it would read whole lists: `offset 0` makes it look up each word by itself, in this order.
 */
function alsoBegin(words: readonly WordRange[]): RawBuilder<unknown> {
  const alone = words.length === 1 ? sql`` : sql`offset 0`;
  const conditions = words.map(
    (word) => sql`and exists (
      select 1 from ${TOKENS} o where o.initial = ${initialOf(word.first)} and o.sort_key = t.sort_key
        and o.customer_id = t.customer_id and ${begins('o', word)} ${alone}
    )`,
  );
  return sql.join(conditions, sql` `);
}

function listOrder({ forward }: Order): RawBuilder<unknown> {
  return forward ? sql`t.sort_key, t.customer_id` : sql`t.sort_key desc, t.customer_id desc`;
}

/** Only of own customers is anything read, so neither a total nor a cursor tells of others. */
function isOwn({ division }: Order): RawBuilder<unknown> {
  return isServedBy(division, sql.ref('t.customer_id'));
}

function within({ forward, after, division, stop = null }: Order): RawBuilder<unknown> {
  const [behind, upTo] = forward ? [sql`>`, sql`<=`] : [sql`<`, sql`>=`];
  const bounds = [
    ...(after === null ? [] : [sql`${PLACE} ${behind} ${placeOf(after, division)}`]),
    ...(stop === null ? [] : [sql`${PLACE} ${upTo} ${placeOf(stop, division)}`]),
  ];
  return bounds.length === 0 ? sql`true` : sql.join(bounds, sql` and `);
}

const PLACE = sql`(t.sort_key, t.customer_id)`;

/** Nowhere for somebody else's customer: behind whom own ones come would tell their name. */
function placeOf(id: string, division: string | null): RawBuilder<unknown> {
  const own = isServedBy(division, sql.ref('c.id'));
  const customer = sql.id(SCHEMA, 'customer');
  return sql`((select c.sort_key from ${customer} c where c.id = ${id}::uuid and ${own}), ${id}::uuid)`;
}
