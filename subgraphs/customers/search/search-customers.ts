import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Page } from '../../kit/connection.ts';
import { initialOf } from './search-tokens.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** Beyond this many matches nobody counts: the search is too wide to be answered by its number. */
const MOST_COUNTED = 1000;

/** Up to this many tokens a word is selective: reading all of them and sorting costs a few milliseconds. */
const SELECTIVE = 2000;

/** A word and the texts that begin with it: from itself to the last one. */
interface WordRange {
  readonly first: string;
  readonly last: string;
  /** How many tokens begin with it, counted to one above `SELECTIVE`. */
  readonly count: number;
}

/** A search whose words have been looked up, ready to be read page by page and counted. */
export interface Search {
  readonly words: readonly WordRange[];
}

/**
 * Looks up how common the words are, which decides how to search.
 *
 * When a word is selective, its tokens are read (`search_token_by_token`), their customers checked for the
 * other words and sorted. When all words are common, customers are read in the order of the list
 * (`search_token_in_order`, which holds for each first letter the tokens in list order) until the page is
 * full: the more common the words, the sooner it is.
 */
export async function prepareSearch(
  database: Kysely<CustomerTables>,
  words: readonly string[],
): Promise<Search> {
  const last = words.map((word) => `${word}\u{10FFFF}`);
  const { rows } = await sql<WordRange>`
    select given.first, given.last, (
      select count(*)::int from (
        select 1 from ${TOKENS} t
        where t.token >= given.first collate "C" and t.token < given.last collate "C"
        limit ${SELECTIVE + 1}
      ) counted
    ) as count
    from unnest(${words}::text[], ${last}::text[]) as given(first, last)`.execute(database);
  return { words: [...rows].sort(byNarrowness) };
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

/** Ids of up to `limit + 1` customers in reading order of the page. */
export async function readSearchPage(
  database: Kysely<CustomerTables>,
  search: Search,
  page: Page,
): Promise<readonly string[]> {
  const [narrowest, ...others] = search.words;
  if (narrowest === undefined || narrowest.count === 0) return [];
  const query = narrowest.count <= SELECTIVE ? fromTokens : inOrder;
  const forward = page.direction === 'forward';
  const { rows } = await sql<{ customer_id: string }>`
    ${query(narrowest, others, beyondCursor(page))}
    order by ${forward ? sql`t.sort_key, t.customer_id` : sql`t.sort_key desc, t.customer_id desc`}
    limit ${page.limit + 1}`.execute(database);
  return rows.map((row) => row.customer_id);
}

/** How many customers match, or null beyond `MOST_COUNTED`. */
export async function countMatches(
  database: Kysely<CustomerTables>,
  search: Search,
): Promise<number | null> {
  const [narrowest, ...others] = search.words;
  if (narrowest === undefined || narrowest.count === 0) return 0;
  const query = narrowest.count <= SELECTIVE ? fromTokens : inOrder;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      ${query(narrowest, others, sql`true`)} limit ${MOST_COUNTED + 1}
    ) counted`.execute(database);
  const count = rows[0]?.count ?? 0;
  return count > MOST_COUNTED ? null : count;
}

const TOKENS = sql.id(SCHEMA, 'search_token');

type Query = (
  narrowest: WordRange,
  others: readonly WordRange[],
  condition: RawBuilder<unknown>,
) => RawBuilder<unknown>;

/** Materialised, so that the few customers of the narrowest word are found before anything is sorted. */
const fromTokens: Query = (narrowest, others, condition) => sql`
  select t.customer_id from (
    select distinct f.sort_key, f.customer_id from ${TOKENS} f where ${begins('f', narrowest)} offset 0
  ) t
  where ${condition} ${alsoBegin(others)}`;

/** Grouped by the columns of the index, so that rows come in its order and the limit stops the walk. */
const inOrder: Query = (narrowest, others, condition) => sql`
  select t.customer_id from ${TOKENS} t
  where t.initial = ${initialOf(narrowest.first)} and ${begins('t', narrowest)} and ${condition}
    ${alsoBegin(others)}
  group by t.sort_key, t.customer_id`;

function begins(table: string, { first, last }: WordRange): RawBuilder<unknown> {
  const token = sql.ref(`${table}.token`);
  return sql`${token} >= ${first} collate "C" and ${token} < ${last} collate "C"`;
}

function alsoBegin(words: readonly WordRange[]): RawBuilder<unknown> {
  const conditions = words.map(
    (word) => sql`and exists (
      select 1 from ${TOKENS} o where o.initial = ${initialOf(word.first)} and o.sort_key = t.sort_key
        and o.customer_id = t.customer_id and ${begins('o', word)}
    )`,
  );
  return sql.join(conditions, sql` `);
}

/** A cursor is a customer's id: where it stands is looked up, so that no name is in the cursor. */
function beyondCursor(page: Page): RawBuilder<unknown> {
  const id = page.cursor?.[0];
  if (id === undefined) return sql`true`;
  const comparison = page.direction === 'forward' ? sql`>` : sql`<`;
  return sql`(t.sort_key, t.customer_id) ${comparison} (
    (select c.sort_key from ${sql.id(SCHEMA, 'customer')} c where c.id = ${id}::uuid), ${id}::uuid
  )`;
}
