import { sql, type ExpressionBuilder, type Kysely, type SqlBool, type Expression } from 'kysely';
import type { Page } from '../../kit/connection.ts';
import type { TrailEntry } from '../cases/case-trail.ts';
import type { Case, CaseFilter, CaseReply, SourceRef } from '../model.ts';
import type { ServiceTables } from '../tables.ts';
import { isOfTeams, type CaseBounds } from './case-bounds.ts';
import { grouped } from './grouped.ts';
import { beyondCursor, ofWanted, readingOrder, wantedTable } from './keyset.ts';
import { caseOfRow, entryOfRow } from './rows.ts';
import { isGiven } from '../given.ts';

/** Reads cases, their trails and replies; every call is one statement, whatever the number of keys. */
export function caseReader(database: Kysely<ServiceTables>) {
  return Object.freeze({
    async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Case>> {
      const rows = await database
        .selectFrom('service_case')
        .selectAll()
        .where('id', 'in', ids)
        .execute();
      return new Map(rows.map((row) => [row.id, caseOfRow(row)]));
    },

    async bySerial(serial: number): Promise<Case | null> {
      const found = database.selectFrom('service_case').selectAll().where('serial', '=', serial);
      const row = await found.executeTakeFirst();
      return row === undefined ? null : caseOfRow(row);
    },

    trails: (ids: readonly string[]) => readTrails(database, ids),
    replies: (ids: readonly string[]) => readReplies(database, ids),
    page: (page: Page, filter: CaseSelection) => readPageOfCases(database, page, filter),
    count: (filter: CaseSelection) => countCases(database, filter),
    pages: (customers: Customers, page: Page, filter: CaseSelection) =>
      readPagesOfCases(database, customers, { page, filter }),
    counts: (customers: Customers, filter: CaseSelection) =>
      countCasesOf(database, customers, filter),
  });
}

/** What is asked for, of the cases of some teams: null for those of all and of none. */
export type CaseSelection = CaseFilter & Pick<CaseBounds, 'teams'>;

/** The source records of each of several customers. */
export type Customers = readonly (readonly SourceRef[])[];

async function readTrails(
  database: Kysely<ServiceTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly TrailEntry[]>> {
  const rows = await database
    .selectFrom('case_event')
    .selectAll()
    .where('case_id', 'in', ids)
    .orderBy('case_id')
    .orderBy('position')
    .execute();
  return grouped(rows, (row) => row.case_id, entryOfRow);
}

async function readReplies(
  database: Kysely<ServiceTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly CaseReply[]>> {
  const rows = await database
    .selectFrom('case_reply')
    .selectAll()
    .where('case_id', 'in', ids)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return grouped(
    rows,
    (row) => row.case_id,
    (row): CaseReply => row,
  );
}

async function readPageOfCases(
  database: Kysely<ServiceTables>,
  page: Page,
  filter: CaseSelection,
): Promise<readonly Case[]> {
  const rows = await database
    .selectFrom('service_case')
    .selectAll()
    .where(matches(filter))
    .where(beyondCursor(page, 'opened_at', 'id'))
    .orderBy('opened_at', readingOrder(page))
    .orderBy('id', readingOrder(page))
    .limit(page.limit + 1)
    .execute();
  return rows.map(caseOfRow);
}

async function countCases(database: Kysely<ServiceTables>, filter: CaseSelection): Promise<number> {
  const { count } = await database
    .selectFrom('service_case')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where(matches(filter))
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function readPagesOfCases(
  database: Kysely<ServiceTables>,
  customers: Customers,
  { page, filter }: { readonly page: Page; readonly filter: CaseSelection },
): Promise<ReadonlyMap<number, readonly Case[]>> {
  const order = readingOrder(page);
  const ranked = database
    .selectFrom(wantedTable(customers))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('service_case')
          .selectAll()
          .where(ofWanted())
          .where(matches(filter))
          .where(beyondCursor(page, 'opened_at', 'id'))
          .orderBy('opened_at', order)
          .orderBy('id', order)
          .limit(page.limit + 1)
          .as('found'),
      (join) => join.onTrue(),
    )
    .selectAll('found')
    .select('wanted.customer')
    .select(
      sql<string>`row_number() over (
        partition by wanted.customer order by opened_at ${sql.raw(order)}, id ${sql.raw(order)}
      )`.as('rank'),
    );
  const rows = await database
    .selectFrom(ranked.as('ranked'))
    .selectAll()
    .where('rank', '<=', String(page.limit + 1))
    .orderBy('customer')
    .orderBy('rank')
    .execute();
  return grouped(rows, (row) => row.customer, caseOfRow);
}

async function countCasesOf(
  database: Kysely<ServiceTables>,
  customers: Customers,
  filter: CaseSelection,
): Promise<ReadonlyMap<number, number>> {
  const rows = await database
    .selectFrom(wantedTable(customers))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('service_case')
          .select('id')
          .where(ofWanted())
          .where(matches(filter))
          .as('found'),
      (join) => join.onTrue(),
    )
    .select((select) => ['wanted.customer', select.fn.countAll<string>().as('count')])
    .groupBy('wanted.customer')
    .execute();
  return new Map(rows.map((row) => [row.customer, Number(row.count)]));
}

type Filtering = ExpressionBuilder<ServiceTables, 'service_case'>;

function matches(filter: CaseSelection): (where: Filtering) => Expression<SqlBool> {
  const { division, type, status, priority, agent, team, escalatedTo } = filter;
  const { category, reasonCode, teams } = filter;
  return (where) =>
    where.and([
      ...(isGiven(division) ? [where('division', '=', division)] : []),
      ...(isGiven(type) ? [where('type', '=', type)] : []),
      ...(isGiven(status) ? [where('status', '=', status)] : []),
      ...(isGiven(priority) ? [where('priority', '=', priority)] : []),
      ...(isGiven(agent) ? [where('agent', '=', agent)] : []),
      ...(isGiven(team) ? [where('team', '=', team)] : []),
      ...(isGiven(escalatedTo) ? [where('escalated_to', '=', escalatedTo)] : []),
      ...(isGiven(category) ? [where('category', '=', category)] : []),
      ...(isGiven(reasonCode) ? [where('reason_code', '=', reasonCode)] : []),
      isOfTeams(teams),
    ]);
}
