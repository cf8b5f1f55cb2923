import { sql, type Transaction } from 'kysely';
import { followLinks } from '../facts/follow-redirects.ts';
import { followUpsOf } from '../facts/follow-ups.ts';
import { refreshCustomers } from '../facts/refresh-customers.ts';
import { spansOf } from '../facts/refresh-spans.ts';
import { insertOfCases } from '../facts/replace-of-cases.ts';
import { complaintsOfKnown } from '../sources/complaint-source.ts';
import { contactsOfKnown } from '../sources/contact-sources.ts';
import { EVERYTHING } from '../sources/everything.ts';
import type { CrosswalkFact, MetricsTables, ProductFact } from '../tables.ts';
import { FOLDED_TABLES } from './fact-tables.ts';
import { together } from './together.ts';

/** Works out whatever follows from the rows that are folded from events, of all of them. There is nothing of it yet. */
export async function workOut(transaction: Transaction<MetricsTables>): Promise<void> {
  // What the database knows of how much is in these tables is of before.
  await sql`analyze ${sql.join(FOLDED_TABLES.map((table) => sql.id('metrics', table)))}`.execute(
    transaction,
  );
  // None reads what another writes; the database works for one while this program does for another.
  await together(
    writeFollowUps(transaction),
    writeSpans(transaction),
    refreshOfCustomers(transaction),
  );
}

/** Customers first, for who complains and who comes again are customers. */
async function refreshOfCustomers(transaction: Transaction<MetricsTables>): Promise<void> {
  for await (const links of linkPages(transaction)) await followLinks(transaction, links);
  for await (const links of linkPages(transaction)) {
    await refreshCustomers(transaction, { links, products: [] });
  }
  for await (const products of productPages(transaction)) {
    await refreshCustomers(transaction, { links: [], products });
  }
  await writeComplaints(transaction);
  await writeContacts(transaction);
}

async function writeFollowUps(transaction: Transaction<MetricsTables>): Promise<void> {
  for await (const cases of casePages(transaction, 'case_message')) {
    const rows = await followUpsOf(transaction, cases);
    await insertOfCases(transaction, 'follow_up', rows);
  }
}

async function writeSpans(transaction: Transaction<MetricsTables>): Promise<void> {
  for await (const cases of casePages(transaction, 'case_step')) {
    const rows = await spansOf(transaction, cases);
    await insertOfCases(transaction, 'case_span', rows);
  }
}

const PAGE = 5_000;

/** The cases that a table has rows of, each once. */
async function* casePages(
  transaction: Transaction<MetricsTables>,
  table: 'case_message' | 'case_step',
): AsyncGenerator<readonly string[]> {
  let after: string | null = null;
  do {
    const rows: readonly { readonly case_id: string }[] = await transaction
      .selectFrom(table)
      .select('case_id')
      .distinct()
      .where(after === null ? sql<boolean>`true` : sql<boolean>`case_id > ${after}`)
      .orderBy('case_id')
      .limit(PAGE)
      .execute();
    if (rows.length > 0) yield rows.map((row) => row.case_id);
    after = rows.length < PAGE ? null : (rows.at(-1)?.case_id ?? null);
  } while (after !== null);
}

async function* linkPages(
  transaction: Transaction<MetricsTables>,
): AsyncGenerator<readonly CrosswalkFact[]> {
  let last: CrosswalkFact | undefined;
  do {
    const rows: readonly CrosswalkFact[] = await transaction
      .selectFrom('crosswalk')
      .selectAll()
      .where(
        sql<boolean>`(division, local_id) > (${last?.division ?? ''}, ${last?.local_id ?? ''})`,
      )
      .orderBy('division')
      .orderBy('local_id')
      .limit(PAGE)
      .execute();
    if (rows.length > 0) yield rows;
    last = rows.length < PAGE ? undefined : rows.at(-1);
  } while (last !== undefined);
}

/** Products of whoever is not linked: the others' are looked at with their customers. */
async function* productPages(
  transaction: Transaction<MetricsTables>,
): AsyncGenerator<readonly ProductFact[]> {
  let last: ProductFact | undefined;
  do {
    const rows: readonly ProductFact[] = await transaction
      .selectFrom('product')
      .selectAll()
      .where(
        sql<boolean>`(division, product_id) > (${last?.division ?? ''}, ${last?.product_id ?? ''})`,
      )
      .where(
        sql<boolean>`(division, local_id) not in (select division, local_id from metrics.crosswalk)`,
      )
      .orderBy('division')
      .orderBy('product_id')
      .limit(PAGE)
      .execute();
    if (rows.length > 0) yield rows;
    last = rows.length < PAGE ? undefined : rows.at(-1);
  } while (last !== undefined);
}

async function writeComplaints(transaction: Transaction<MetricsTables>): Promise<void> {
  await transaction
    .insertInto('complaint')
    .columns(['case_id', 'division', 'opened_at', 'identity', 'active_at', 'active_in_group_at'])
    .expression(complaintsOfKnown(transaction))
    .execute();
}

/** In one pass over all of them, which is sorted by customer. */
async function writeContacts(transaction: Transaction<MetricsTables>): Promise<void> {
  await sql`set local work_mem = '64MB'`.execute(transaction);
  await transaction
    .insertInto('customer_contact')
    .columns([
      ...(['kind', 'contact_id', 'customer_id', 'at'] as const),
      ...(['division', 'channel', 'topic', 'gap', 'gap_after'] as const),
    ])
    .expression(contactsOfKnown(transaction, EVERYTHING))
    .execute();
}
