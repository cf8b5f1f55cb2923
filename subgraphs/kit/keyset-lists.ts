import { sql, type Kysely, type RawBuilder } from 'kysely';
import { readDate, readDateTime } from '../../schema/standards/date-time.ts';
import { DomainError } from './domain-error.ts';
import type { Page } from './connection.ts';

/** Rows that belong to owners, read newest first: where they are and what orders them. */
export interface KeysetList {
  readonly schema: string;
  readonly table: string;
  readonly owner: { readonly column: string; readonly type: 'text' | 'uuid' };
  readonly sort: { readonly column: string; readonly type: 'date' | 'timestamptz' };
  /** A uuid column: breaks ties of `sort`. */
  readonly key: string;
}

/** One page of the rows of one or more owners together, e.g. of all local ids of a merged customer. */
export interface ListRequest {
  readonly owners: readonly string[];
  readonly page: Page;
}

/** Where a page begins, as one row value: everything strictly beyond it belongs to the page. */
export interface Bound {
  readonly sort: string;
  readonly key: string;
}

const HIGHEST: Bound = { sort: 'infinity', key: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
const LOWEST: Bound = { sort: '-infinity', key: '00000000-0000-0000-0000-000000000000' };
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The cursor's row, or the far end. Throws BAD_USER_INPUT for a cursor of another list. */
export function boundOf(page: Page, type: KeysetList['sort']['type']): Bound {
  if (page.cursor === null) return page.direction === 'forward' ? HIGHEST : LOWEST;
  const [sort, key] = page.cursor;
  const readSort = type === 'date' ? readDate : readDateTime;
  if (page.cursor.length === 2 && sort !== undefined && key !== undefined) {
    if (readSort(sort) !== null && isUuid(key)) return { sort, key };
  }
  throw new DomainError(
    'BAD_USER_INPUT',
    'A cursor must be one that this connection gave, but got one of another connection.',
  );
}

/**
 * Many lists in one statement, whatever their sizes and cursors: each owner's rows come from the index
 * (owner, sort, key), no further than the page needs. At most two statements, one for each direction.
 *
 * The answer has a list for each request, in order, each with up to `limit + 1` rows in reading order.
 */
export async function readLists<Row extends object>(
  database: Kysely<never>,
  list: KeysetList,
  requests: readonly ListRequest[],
): Promise<readonly (readonly Row[])[]> {
  const answers = requests.map((): Row[] => []);
  for (const direction of ['forward', 'backward'] as const) {
    const chosen = requests.map((request, ordinal) => ({ ...request, ordinal }));
    const some = chosen.filter((request) => request.page.direction === direction);
    if (some.length === 0) continue;
    const { rows } = await listsStatement<Row>(list, some, direction).execute(database);
    for (const row of rows) answers[row.list_ordinal]?.push(row);
  }
  return answers;
}

function listsStatement<Row extends object>(
  list: KeysetList,
  requests: readonly (ListRequest & { readonly ordinal: number })[],
  direction: Page['direction'],
): RawBuilder<Row & { readonly list_ordinal: number }> {
  const json = JSON.stringify(
    requests.map(({ ordinal, owners, page }) => {
      const bound = boundOf(page, list.sort.type);
      return {
        ordinal,
        owners: unique(owners),
        take: page.limit + 1,
        sort: bound.sort,
        key: bound.key,
      };
    }),
  );
  const [beyond, order] = direction === 'forward' ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const [sort, key] = [sql.id(list.sort.column), sql.id(list.key)];
  const columns = sql.raw(
    `ordinal int, owners ${list.owner.type}[], take int, sort ${list.sort.type}, key uuid`,
  );
  return sql`
    select request.ordinal as list_ordinal, entry.*
    from jsonb_to_recordset(${json}::jsonb) as request(${columns})
    cross join lateral (
      select candidate.* from unnest(request.owners) as owner(value)
      cross join lateral (
        select stored.* from ${sql.id(list.schema, list.table)} as stored
        where stored.${sql.id(list.owner.column)} = owner.value
          and (stored.${sort}, stored.${key}) ${beyond} (request.sort, request.key)
        order by stored.${sort} ${order}, stored.${key} ${order} limit request.take
      ) as candidate
      order by candidate.${sort} ${order}, candidate.${key} ${order} limit request.take
    ) as entry
    order by request.ordinal, entry.${sort} ${order}, entry.${key} ${order}`;
}

/** How many rows each group of owners has, in one statement and in order. */
export async function countLists(
  database: Kysely<never>,
  list: KeysetList,
  groups: readonly (readonly string[])[],
): Promise<readonly number[]> {
  const json = JSON.stringify(
    groups.map((owners, ordinal) => ({ ordinal, owners: unique(owners) })),
  );
  const columns = sql.raw(`ordinal int, owners ${list.owner.type}[]`);
  const { rows } = await sql<{ ordinal: number; found: string }>`
    select request.ordinal, count(*) as found
    from jsonb_to_recordset(${json}::jsonb) as request(${columns})
    cross join lateral unnest(request.owners) as owner(value)
    join ${sql.id(list.schema, list.table)} as stored
      on stored.${sql.id(list.owner.column)} = owner.value
    group by request.ordinal`.execute(database);
  const found = new Map(rows.map((row) => [row.ordinal, Number(row.found)]));
  return groups.map((_, ordinal) => found.get(ordinal) ?? 0);
}

/** A record that is linked twice is one record. */
function unique(owners: readonly string[]): readonly string[] {
  return [...new Set(owners)];
}
