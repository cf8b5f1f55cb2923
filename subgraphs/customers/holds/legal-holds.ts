import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { SourceKey } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** Reading what is kept for matters: one statement for any number of customers. */

type Database = Kysely<CustomerTables>;

export interface LegalHoldRow {
  readonly id: string;
  readonly matter: string;
  readonly placedAt: Date;
  readonly placedBy: string;
  /** Null, as the two below, while it lasts. */
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  readonly reason: string | null;
}

export interface KeptVersionRow extends SourceKey {
  readonly version: string;
  readonly recordedAt: Date;
  readonly replacedAt: Date;
  /** As the division sent it, as JSON. */
  readonly record: string;
}

const table = (name: keyof CustomerTables) => sql.id(SCHEMA, name);

/** Whether a row `h` of `legal_hold_record` is of a hold that lasts. */
export const LASTS: RawBuilder<boolean> = sql`not exists (
  select 1 from ${table('legal_hold_release')} ended where ended.hold_id = h.hold_id)`;

/** Whether a customer is on hold: whether one lasts for any of their records. */
export function isOnHold(customerId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`exists (
    select 1 from ${table('source_link')} l join ${table('legal_hold_record')} h using (division, local_id)
    where l.customer_id = ${customerId} and ${LASTS})`;
}

/** Which of these customers are on hold. */
export async function findOnHold(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${ids}::uuid[]) as given(id)
    where ${isOnHold(sql.ref('given.id'))}`.execute(database);
  return new Set(rows.map(({ id }) => id));
}

/** All holds that ever were for records that customers have now, oldest first. */
export async function findLegalHolds(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly LegalHoldRow[]>> {
  const { rows } = await sql<LegalHoldRow & { customerId: string }>`
    select distinct l.customer_id as "customerId", ${COLUMNS} from ${table('source_link')} l
    join ${table('legal_hold_record')} h using (division, local_id)
    join ${HOLDS} on hold.id = h.hold_id
    where l.customer_id = any(${ids}::uuid[]) order by 1, "placedAt", id`.execute(database);
  return grouped(rows);
}

export async function findLegalHold(database: Database, id: string): Promise<LegalHoldRow | null> {
  const { rows } = await sql<LegalHoldRow>`
    select ${COLUMNS} from ${HOLDS} where hold.id = ${id}`.execute(database);
  return rows[0] ?? null;
}

/** What is kept of versions of customers' records that were replaced, oldest first. */
export async function findKeptVersions(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly KeptVersionRow[]>> {
  const { rows } = await sql<KeptVersionRow & { customerId: string }>`
    select l.customer_id as "customerId", k.division, k.local_id as "localId", k.version::text,
      k.recorded_at as "recordedAt", k.replaced_at as "replacedAt", k.raw::text as record
    from ${table('source_link')} l join ${table('kept_version')} k using (division, local_id)
    where l.customer_id = any(${ids}::uuid[])
    order by k.replaced_at, k.division, k.local_id, k.version`.execute(database);
  return grouped(rows);
}

const COLUMNS = sql`hold.id, hold.matter, hold.placed_at as "placedAt", hold.placed_by as "placedBy",
  release.released_at as "releasedAt", release.released_by as "releasedBy", release.reason`;

const HOLDS = sql`(${table('legal_hold')} hold
  left join ${table('legal_hold_release')} release on release.hold_id = hold.id)`;

function grouped<Row>(
  rows: readonly (Row & { readonly customerId: string })[],
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.customerId);
    if (group === undefined) groups.set(row.customerId, [row]);
    else group.push(row);
  }
  return groups;
}
