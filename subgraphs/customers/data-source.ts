import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Page } from '../kit/connection.ts';
import type { GoldenValue } from './golden/survivorship.ts';
import { isOnHold } from './holds/legal-holds.ts';
import { sourceText, type SourceKey } from './model.ts';
import { placesAsRows } from './recording/bulk-rows.ts';
import { findOverrides, withOverrides } from './stewards/golden-overrides.ts';
import { SCHEMA, type CustomerTables } from './tables.ts';

/** Reading the central database: one statement for any number of customers. */

type Database = Kysely<CustomerTables>;

export interface CustomerRow {
  readonly id: string;
  readonly status: string;
  readonly valueTier: string;
  readonly goldenValues: readonly GoldenValue[];
}

export interface SourceRecordRow extends SourceKey {
  readonly matchProbability: number;
  readonly linkedAt: Date;
  readonly linkedBy: string;
}

export interface FaultRow extends SourceKey {
  readonly id: string;
  readonly field: string;
  readonly rawValue: string | null;
  readonly reason: string;
  readonly at: Date;
}

/** Ids are UUIDs; any other text names nobody and never reaches the database. */
export function isCustomerId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}

/** Whoever is not allowed is not found, by the same statement. */
export interface Narrowing {
  readonly now: Date;
  /** Only customers of whom it has a record; null for everybody's. */
  readonly division: string | null;
  /** Only customers who are on no legal hold. */
  readonly notOnHold: boolean;
}

/** Customers by the ids asked for; a merged id gives the customer it became. */
export async function findCustomers(
  database: Database,
  ids: readonly string[],
  { now, division, notOnHold }: Narrowing,
): Promise<ReadonlyMap<string, CustomerRow>> {
  const known = ids.filter(isCustomerId);
  if (known.length === 0) return new Map();
  const { rows } = await sql<CustomerRow & { asked: string }>`
    select given.asked, c.id, c.status, c.value_tier as "valueTier",
      c.golden_values as "goldenValues"
    from unnest(${known}::text[]) as given(asked)
    left join ${sql.id(SCHEMA, 'customer_redirect')} r on r.merged_id = given.asked::uuid
    join ${sql.id(SCHEMA, 'customer')} c on c.id = coalesce(r.customer_id, given.asked::uuid)
    where ${isServedBy(division, sql.ref('c.id'))}
      and ${notOnHold ? sql`not ${isOnHold(sql.ref('c.id'))}` : sql`true`}
  `.execute(database);
  const overrides = await findOverrides(
    database,
    rows.map(({ id }) => id),
    now,
  );
  return new Map(
    rows.map(({ asked, goldenValues, ...customer }) => {
      const set = withOverrides(goldenValues, overrides.get(customer.id) ?? []);
      return [asked, { ...customer, goldenValues: set }];
    }),
  );
}

/** Whether a division has a record of a customer; everybody's customers without one. */
export function isServedBy(
  division: string | null,
  customerId: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (division === null) return sql`true`;
  return sql`exists (
    select 1 from ${sql.id(SCHEMA, 'source_link')} own
    where own.customer_id = ${customerId} and own.division = ${division}
  )`;
}

/** Customer ids by the divisions' own numbers, under `sourceText`. */
export async function findLinkedCustomers(
  database: Database,
  places: readonly SourceKey[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ division: string; localId: string; customerId: string }>`
    select l.division, l.local_id as "localId", l.customer_id as "customerId"
    from ${placesAsRows(places.filter(isStorable))}
    join ${sql.id(SCHEMA, 'source_link')} l using (division, local_id)`.execute(database);
  return new Map(rows.map((row) => [sourceText(row), row.customerId]));
}

/** A text with a zero character names nothing, and PostgreSQL refuses the whole statement for it. */
function isStorable({ division, localId }: SourceKey): boolean {
  return !division.includes('\0') && !localId.includes('\0');
}

/** The crosswalk by customer id, oldest link first. */
export async function findSourceRecords(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly SourceRecordRow[]>> {
  const { rows } = await sql<SourceRecordRow & { customerId: string }>`
    select customer_id as "customerId", division, local_id as "localId",
      probability as "matchProbability", linked_at as "linkedAt", rule as "linkedBy"
    from ${sql.id(SCHEMA, 'source_link')}
    where customer_id = any(${ids}::uuid[])
    order by customer_id, linked_at, rule <> 'founder', division, local_id`.execute(database);
  const groups = new Map<string, SourceRecordRow[]>();
  for (const { customerId, ...row } of rows) {
    const group = groups.get(customerId);
    if (group === undefined) groups.set(customerId, [row]);
    else group.push(row);
  }
  return groups;
}

/** Up to `limit + 1` faults, of one division or all, by record. */
export async function readFaults(
  database: Database,
  division: string | null,
  page: Page,
): Promise<readonly FaultRow[]> {
  const forward = page.direction === 'forward';
  const order = sql.raw(forward ? 'asc' : 'desc');
  const comparison = sql.raw(forward ? '>' : '<');
  const [afterDivision, afterLocalId, afterId] = page.cursor ?? [];
  const beyond =
    afterId === undefined
      ? sql`true`
      : sql`(division, local_id, id) ${comparison} (${afterDivision}, ${afterLocalId}, ${afterId}::uuid)`;
  const { rows } = await sql<FaultRow>`
    select id, division, local_id as "localId", field, raw_value as "rawValue", reason, at
    from ${sql.id(SCHEMA, 'standardization_fault')}
    where ${ofDivision(division)} and ${beyond}
    order by division ${order}, local_id ${order}, id ${order}
    limit ${page.limit + 1}`.execute(database);
  return rows;
}

export async function countFaults(database: Database, division: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.id(SCHEMA, 'standardization_fault')}
    where ${ofDivision(division)}`.execute(database);
  return rows[0]?.count ?? 0;
}

function ofDivision(division: string | null) {
  return division === null ? sql`true` : sql`division = ${division}`;
}
