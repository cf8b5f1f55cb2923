import { sql, type Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { GoldenField, GoldenValue } from '../golden/survivorship.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

type Override = CustomerTables['golden_override'];

/** A steward's word on one field of one customer. A null value takes back what was said before. */
export interface NewOverride {
  readonly customerId: string;
  readonly field: GoldenField;
  readonly value: unknown;
  readonly reason: string;
  readonly actor: string;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

export async function writeOverride(
  database: Kysely<CustomerTables>,
  override: NewOverride,
): Promise<void> {
  const { customerId, field, value, reason, actor, at, expiresAt } = override;
  await sql`
    insert into ${sql.id(SCHEMA, 'golden_override')}
      (id, customer_id, field, value, reason, actor, at, expires_at)
    values (${uuidv7()}, ${customerId}, ${field}, ${value === null ? null : JSON.stringify(value)}::jsonb,
      ${reason}, ${actor}, ${at}, ${expiresAt})`.execute(database);
}

/**
 * The overrides that hold now, by customer. Those of a customer that was merged away hold for the one that it
 * became, and go back with it when the merge is undone.
 */
export async function findOverrides(
  database: Kysely<CustomerTables>,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly Override[]>> {
  const { rows } = await sql<Override & { owner: string }>`
    select distinct on (owner, o.field) coalesce(r.customer_id, o.customer_id) as owner, o.*
    from ${sql.id(SCHEMA, 'golden_override')} o
    left join ${sql.id(SCHEMA, 'customer_redirect')} r on r.merged_id = o.customer_id
    where coalesce(r.customer_id, o.customer_id) = any(${ids}::uuid[])
      and (o.expires_at is null or o.expires_at > ${now})
    order by owner, o.field, o.at desc, o.id desc`.execute(database);
  const found = new Map<string, Override[]>();
  for (const row of rows) found.set(row.owner, [...(found.get(row.owner) ?? []), row]);
  return found;
}

/** Golden values with those that a steward set in place of what the records say. */
export function withOverrides(
  values: readonly GoldenValue[],
  overrides: readonly Override[],
): readonly GoldenValue[] {
  const holding = overrides.filter(({ value }) => value !== null);
  const fields = new Set(holding.map(({ field }) => field));
  const kept = values.filter(({ field }) => !fields.has(field));
  return [...kept, ...holding.map(goldenValueOf)];
}

/** The division of whoever set it: stewards keep the central database. */
function goldenValueOf({ field, value, actor, at }: Override): GoldenValue {
  return {
    // Only golden fields are ever written.
    field: field as GoldenField,
    value,
    division: SCHEMA,
    localId: actor,
    observedAt: at.toISOString(),
    rule: 'steward-override',
  };
}
