import {
  sql,
  type Kysely,
  type QueryExecutorProvider,
  type RawBuilder,
  type Transaction,
} from 'kysely';
import type { AnyDomainEvent } from '../../schema/events.ts';
import { complaintsOfKnown } from './sources/complaint-source.ts';
import { contactsOfKnown } from './sources/contact-sources.ts';
import { EVERYTHING } from './sources/everything.ts';
import { asRows } from './facts/as-rows.ts';
import type { FactKind } from './facts/fact-kind.ts';
import type {
  CaseMessage,
  CaseStep,
  CrosswalkFact,
  CustomerChange,
  KnownRecords,
  MetricsTables,
  ProductFact,
  Progress,
  RedirectFact,
} from './tables.ts';

/** The only file that reads and writes rows of facts; `sources/` only counts them. */

export interface CustomerRef {
  readonly division: string;
  readonly localId: string;
}

/** Waits until no other transaction changes facts, and keeps others waiting until this one ends. */
export async function lockFacts(transaction: QueryExecutorProvider): Promise<void> {
  await sql`select pg_advisory_xact_lock(${FACTS_LOCK}::bigint)`.execute(transaction);
}

/** Any number that nothing else in this database locks. */
const FACTS_LOCK = 7_346_018_225;

/** The rows of these keys that exist, by the text of their key. */
export async function loadFacts<Name extends keyof MetricsTables>(
  transaction: Transaction<MetricsTables>,
  kind: FactKind<Name>,
  keys: readonly (readonly string[])[],
): Promise<Map<string, MetricsTables[Name]>> {
  const columns = sql.join(kind.key.map((column) => sql.ref(column)));
  const values = kind.key.map((_, place) => sql`${keys.map((key) => key[place])}::text[]`);
  // Which columns a table has is known to its kind only, not to the query builder.
  const rows = (await transaction
    .selectFrom(kind.table as 'survey')
    .selectAll()
    .where(sql<boolean>`(${columns}) in (select * from unnest(${sql.join(values)}))`)
    .execute()) as unknown as MetricsTables[Name][];
  return new Map(rows.map((row) => [JSON.stringify(kind.key.map((column) => row[column])), row]));
}

/** Writes whole rows, in place of those with the same key. */
export async function saveFacts<Name extends keyof MetricsTables>(
  transaction: Transaction<MetricsTables>,
  kind: FactKind<Name>,
  rows: readonly MetricsTables[Name][],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const replaced = Object.fromEntries(
    columns.map((column) => [column, sql.ref(`excluded.${column}`)]),
  );
  // As above: the kind, not the builder, knows that these rows and columns are this table's.
  await transaction
    .insertInto(kind.table as 'survey')
    .columns(columns as never)
    .expression(asRows(kind.table, columns, rows))
    .onConflict((conflict) => {
      const known = conflict.columns(kind.key as never);
      return kind.isOfOneEvent === true ? known.doNothing() : known.doUpdateSet(replaced);
    })
    .execute();
}

/** Division customers that are linked to one of these ids. */
export function linksTo(
  transaction: Transaction<MetricsTables>,
  ids: readonly string[],
): Promise<CrosswalkFact[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const query = transaction.selectFrom('crosswalk').selectAll();
  return query.where(sql<boolean>`linked_id = any(${ids}::text[])`).execute();
}

/** Division customers that are one of these customers after merges. */
export function linksInto(
  transaction: Transaction<MetricsTables>,
  ids: readonly string[],
): Promise<CrosswalkFact[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const query = transaction.selectFrom('crosswalk').selectAll();
  return query.where(sql<boolean>`customer_id = any(${ids}::text[])`).execute();
}

/** What these division customers are linked to. */
export function linksOf(
  transaction: Transaction<MetricsTables>,
  refs: readonly CustomerRef[],
): Promise<CrosswalkFact[]> {
  if (refs.length === 0) return Promise.resolve([]);
  return transaction.selectFrom('crosswalk').selectAll().where(isOneOf(refs)).execute();
}

/** What these division customers hold or held. */
export function productsOf(
  transaction: Transaction<MetricsTables>,
  refs: readonly CustomerRef[],
): Promise<ProductFact[]> {
  if (refs.length === 0) return Promise.resolve([]);
  return transaction.selectFrom('product').selectAll().where(isOneOf(refs)).execute();
}

function isOneOf(refs: readonly CustomerRef[]): RawBuilder<boolean> {
  const divisions = refs.map((ref) => ref.division);
  const localIds = refs.map((ref) => ref.localId);
  const asked = sql`select * from unnest(${divisions}::text[], ${localIds}::text[])`;
  return sql`(division, local_id) in (${asked})`;
}

/** Puts these changes in the place of all that these customers had. */
export async function replaceChanges(
  transaction: Transaction<MetricsTables>,
  identities: readonly string[],
  changes: readonly (CustomerChange & KnownRecords)[],
): Promise<void> {
  const theirs = sql<boolean>`identity = any(${identities}::text[])`;
  await transaction.deleteFrom('customer_change').where(theirs).execute();
  const [first] = changes;
  if (first === undefined) return;
  const columns = Object.keys(first) as (keyof typeof first)[];
  await transaction
    .insertInto('customer_change')
    .columns(columns)
    .expression(asRows('customer_change', columns, changes))
    .execute();
}

/** The messages of these cases, in the order in which they were written. */
export function messagesOf(
  transaction: Transaction<MetricsTables>,
  cases: readonly string[],
): Promise<CaseMessage[]> {
  const query = transaction.selectFrom('case_message').selectAll();
  return query
    .where(sql<boolean>`case_id = any(${cases}::text[])`)
    .orderBy('at')
    .orderBy(sql`event_id collate "C"`)
    .execute();
}

/** Every step of these cases. */
export function stepsOf(
  transaction: Transaction<MetricsTables>,
  caseIds: readonly string[],
): Promise<CaseStep[]> {
  const query = transaction.selectFrom('case_step').selectAll();
  return query.where(sql<boolean>`case_id = any(${caseIds}::text[])`).execute();
}

/** Puts what the facts say now in the place of all contacts that these customers had. */
export async function replaceContacts(
  transaction: Transaction<MetricsTables>,
  customers: readonly string[],
): Promise<void> {
  const theirs = sql<boolean>`customer_id = any(${customers}::text[])`;
  const links = await linksInto(transaction, customers);
  const localIds = links.map((link) => link.local_id);
  const whose = sql<boolean>`local_id = any(${localIds}::text[])`;
  const replaced = Object.fromEntries(
    CONTACT_COLUMNS.map((column) => [column, sql.ref(`excluded.${column}`)]),
  );
  const columns = (table: string) =>
    sql.join(CONTACT_COLUMNS.map((column) => sql.ref(`${table}.${column}`)));
  await transaction
    .with('fresh', () => contactsOfKnown(transaction, EVERYTHING, whose).where(theirs))
    .with('gone', (database) =>
      database
        .deleteFrom('customer_contact')
        .where(theirs)
        .where(sql<boolean>`(kind, contact_id) not in (select kind, contact_id from fresh)`),
    )
    .insertInto('customer_contact')
    .columns(['kind', 'contact_id', ...CONTACT_COLUMNS])
    .expression((database) =>
      database.selectFrom('fresh').select(['kind', 'contact_id', ...CONTACT_COLUMNS]),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'contact_id'])
        .doUpdateSet(replaced as never)
        .where(
          sql<boolean>`(${columns('customer_contact')}) is distinct from (${columns('excluded')})`,
        ),
    )
    .execute();
}

/** Puts what the facts say now in the place of all complaints that these customers had. */
export async function replaceComplaints(
  transaction: Transaction<MetricsTables>,
  customers: readonly string[],
): Promise<void> {
  const links = await linksInto(transaction, customers);
  const localIds = links.map((link) => link.local_id);
  await transaction
    .deleteFrom('complaint')
    .where(sql<boolean>`identity = any(${customers}::text[])`)
    .execute();
  await transaction
    .insertInto('complaint')
    .columns(['case_id', 'division', 'opened_at', 'identity', 'active_at', 'active_in_group_at'])
    .expression(
      complaintsOfKnown(transaction, sql`case_fact.local_id = any(${localIds}::text[])`).where(
        sql<boolean>`crosswalk.customer_id = any(${customers}::text[])`,
      ),
    )
    .onConflict((conflict) =>
      conflict.column('case_id').doUpdateSet((row) => ({
        division: row.ref('excluded.division'),
        opened_at: row.ref('excluded.opened_at'),
        identity: row.ref('excluded.identity'),
        active_at: row.ref('excluded.active_at'),
        active_in_group_at: row.ref('excluded.active_in_group_at'),
      })),
    )
    .execute();
}

const CONTACT_COLUMNS = [
  ...(['customer_id', 'at', 'division', 'channel', 'topic', 'gap', 'gap_after'] as const),
] as const;

export function redirectsFrom(
  transaction: Transaction<MetricsTables>,
  ids: readonly string[],
): Promise<RedirectFact[]> {
  const query = transaction.selectFrom('redirect').selectAll();
  return query.where(sql<boolean>`merged_id = any(${ids}::text[])`).execute();
}

export function redirectsInto(
  transaction: Transaction<MetricsTables>,
  ids: readonly string[],
): Promise<RedirectFact[]> {
  const query = transaction.selectFrom('redirect').selectAll();
  return query.where(sql<boolean>`customer_id = any(${ids}::text[])`).execute();
}

/** Takes these events, new ones, into what `readProgress` tells. */
export async function advanceProgress(
  transaction: Transaction<MetricsTables>,
  events: readonly AnyDomainEvent[],
): Promise<void> {
  const last = new Date(Math.max(...events.map((event) => Date.parse(event.occurredAt))));
  await addProgress(transaction, events.length, last);
}

/** The same of so many new events, the last of which happened then. */
export async function addProgress(
  transaction: Transaction<MetricsTables>,
  events: number,
  last: Date,
): Promise<void> {
  await transaction
    .insertInto('progress')
    .values({ id: 1, events, last_event_at: last })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        events: sql<number>`progress.events + excluded.events`,
        last_event_at: sql<Date>`greatest(progress.last_event_at, excluded.last_event_at)`,
      }),
    )
    .execute();
}

export async function readProgress(database: Kysely<MetricsTables>): Promise<Progress> {
  const row = await database.selectFrom('progress').selectAll().executeTakeFirst();
  return row ?? { id: 1, events: 0, last_event_at: null };
}
