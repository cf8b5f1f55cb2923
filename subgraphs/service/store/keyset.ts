import { sql, type RawBuilder } from 'kysely';
import { validate as isUuid } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { readPage, type Page, type PageArguments } from '../../kit/connection.ts';
import type { SourceRef } from '../model.ts';

/** What cursors of this room hold: a moment and an id. */
export interface Placed {
  readonly at: Date;
  readonly id: string;
}

export function cursorOf({ at, id }: Placed): readonly string[] {
  return [at.toISOString(), id];
}

/** Newest first; a page that goes backward is read from the oldest. */
export function readingOrder(page: Page): 'asc' | 'desc' {
  return page.direction === 'forward' ? 'desc' : 'asc';
}

/** As the kit's `readPage`; throws BAD_USER_INPUT also for a cursor of another connection. */
export function readKeysetPage(args: PageArguments): Page {
  const page = readPage(args);
  if (page.cursor === null) return page;
  const [moment = '', id = ''] = page.cursor;
  const ours = page.cursor.length === 2 && MOMENT.test(moment) && isUuid(id);
  if (ours && !Number.isNaN(Date.parse(moment))) return page;
  const message =
    'A cursor must be one that this connection gave, but got one of another connection.';
  throw new DomainError('BAD_USER_INPUT', message);
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The rows beyond the page's cursor in reading order. */
export function beyondCursor(page: Page, at: string, id: string): RawBuilder<boolean> {
  if (page.cursor === null) return sql<boolean>`true`;
  const [moment, row] = page.cursor;
  const place = sql`(${moment}::timestamptz, ${row}::uuid)`;
  const key = sql`(${sql.ref(at)}, ${sql.ref(id)})`;
  return page.direction === 'forward'
    ? sql<boolean>`${key} < ${place}`
    : sql<boolean>`${key} > ${place}`;
}

interface WantedRow {
  readonly customer: number;
  readonly division: string;
  readonly local_id: string;
}

/** Many customers as a table `wanted`, a row each of their source records; `customer` is the place in the list. */
export function wantedTable(customers: readonly (readonly SourceRef[])[]) {
  const rows = customers.flatMap((refs, customer) => refs.map((ref) => ({ customer, ...ref })));
  const numbers = rows.map((row) => row.customer);
  const divisions = rows.map((row) => row.division);
  const localIds = rows.map((row) => row.localId);
  return sql<WantedRow>`unnest(${numbers}::int[], ${divisions}::text[], ${localIds}::text[])`.as<'wanted'>(
    sql`wanted(customer, division, local_id)`,
  );
}

/** Of a table with `division` and `local_id`: the rows of the customer record that `wanted` stands at. */
export function ofWanted(): RawBuilder<boolean> {
  return sql<boolean>`division = wanted.division and local_id = wanted.local_id`;
}
