import { sql, type Kysely } from 'kysely';
import type { Page } from '../../kit/connection.ts';
import type { Case, Interaction } from '../model.ts';
import type { ServiceTables } from '../tables.ts';
import { isOfTeams, type CaseBounds } from './case-bounds.ts';
import type { Customers } from './case-reader.ts';
import { grouped } from './grouped.ts';
import { beyondCursor, ofWanted, readingOrder, wantedTable } from './keyset.ts';
import { caseOfRow, interactionOfRow } from './rows.ts';

export type TimelineEntry =
  | (Case & { readonly __typename: 'Case'; readonly at: Date })
  | (Interaction & { readonly __typename: 'Interaction' });

/** A page, with the cases of some teams in it: null for those of all and of none. */
export interface TimelinePart extends Pick<CaseBounds, 'teams'> {
  readonly page: Page;
}

/**
 * A page of each customer's interactions and cases as one list by moment and id: one statement finds the
 * places in all lists, two more read what stands there.
 */
export async function readTimelines(
  database: Kysely<ServiceTables>,
  customers: Customers,
  part: TimelinePart,
): Promise<ReadonlyMap<number, readonly TimelineEntry[]>> {
  const places = await readPlaces(database, customers, part);
  const entries = await readEntries(
    database,
    places.map((place) => place.id),
  );
  const found = places.flatMap(({ customer, id }) => {
    const entry = entries.get(id);
    return entry === undefined ? [] : [{ customer, entry }];
  });
  return grouped(
    found,
    (row) => row.customer,
    (row) => row.entry,
  );
}

async function readPlaces(
  database: Kysely<ServiceTables>,
  customers: Customers,
  part: TimelinePart,
) {
  const { page } = part;
  const order = sql.raw(readingOrder(page));
  const ranked = database
    .selectFrom(wantedTable(customers))
    .innerJoinLateral(
      () => placesOfWanted(database, part).as('place'),
      (join) => join.onTrue(),
    )
    .select(['wanted.customer', 'place.id'])
    .select(
      sql<string>`row_number() over (
        partition by wanted.customer order by place.at ${order}, place.id ${order}
      )`.as('rank'),
    );
  return database
    .selectFrom(ranked.as('ranked'))
    .select(['customer', 'id'])
    .where('rank', '<=', String(page.limit + 1))
    .orderBy('customer')
    .orderBy('rank')
    .execute();
}

/** Both kinds are cut to the page's size by their own index before they are mixed. */
function placesOfWanted(database: Kysely<ServiceTables>, { page, teams }: TimelinePart) {
  const order = readingOrder(page);
  const interactions = database
    .selectFrom('interaction')
    .select(['id', 'at'])
    .where(ofWanted())
    .where(beyondCursor(page, 'at', 'id'))
    .orderBy('at', order)
    .orderBy('id', order)
    .limit(page.limit + 1);
  const cases = database
    .selectFrom('service_case')
    .select(['id', 'opened_at as at'])
    .where(ofWanted())
    .where(isOfTeams(teams))
    .where(beyondCursor(page, 'opened_at', 'id'))
    .orderBy('opened_at', order)
    .orderBy('id', order)
    .limit(page.limit + 1);
  return database
    .selectFrom(interactions.as('interactions'))
    .selectAll()
    .unionAll(database.selectFrom(cases.as('cases')).selectAll());
}

async function readEntries(
  database: Kysely<ServiceTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TimelineEntry>> {
  if (ids.length === 0) return new Map();
  const unique = [...new Set(ids)];
  const interactions = await database
    .selectFrom('interaction')
    .selectAll()
    .where('id', 'in', unique)
    .execute();
  const cases = await database
    .selectFrom('service_case')
    .selectAll()
    .where('id', 'in', unique)
    .execute();
  const entries: readonly TimelineEntry[] = [
    ...interactions.map((row) => ({
      __typename: 'Interaction' as const,
      ...interactionOfRow(row),
    })),
    ...cases.map((row) => ({ __typename: 'Case' as const, at: row.opened_at, ...caseOfRow(row) })),
  ];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

export async function countTimelines(
  database: Kysely<ServiceTables>,
  customers: Customers,
  teams: CaseBounds['teams'],
): Promise<ReadonlyMap<number, number>> {
  const rows = await database
    .selectFrom(wantedTable(customers))
    .innerJoinLateral(
      () => entriesOfWanted(database, teams).as('entry'),
      (join) => join.onTrue(),
    )
    .select((select) => ['wanted.customer', select.fn.countAll<string>().as('count')])
    .groupBy('wanted.customer')
    .execute();
  return new Map(rows.map((row) => [row.customer, Number(row.count)]));
}

function entriesOfWanted(database: Kysely<ServiceTables>, teams: CaseBounds['teams']) {
  const cases = database
    .selectFrom('service_case')
    .select('id')
    .where(ofWanted())
    .where(isOfTeams(teams));
  return database.selectFrom('interaction').select('id').where(ofWanted()).unionAll(cases);
}
