import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Page } from '../../kit/connection.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import type { MatchPair } from '../linking/match-pairs.ts';

/** Which pairs wait for a steward. */
export interface ReviewFilter {
  /** Of whose records at least one is in the pair; null for all. */
  readonly division: string | null;
  readonly minWeight: number | null;
  readonly maxWeight: number | null;
  readonly now: Date;
}

/**
 * Pairs that wait, heaviest first: two customers today, not decided or deferred until now, and not kept apart
 * by something that no steward may overlook.
 */
export async function readReviews(
  database: Kysely<CustomerTables>,
  filter: ReviewFilter,
  page: Page,
): Promise<readonly MatchPair[]> {
  const forward = page.direction === 'forward';
  const [weight, id] = page.cursor ?? [];
  const comparison = forward ? sql`<` : sql`>`;
  const beyond =
    id === undefined
      ? sql`true`
      : sql`(p.weight, p.id) ${comparison} (${weight}::float8, ${id}::uuid)`;
  const { rows } = await sql<MatchPair>`
    select p.* ${waiting(filter)} and ${beyond}
    order by ${forward ? sql`p.weight desc, p.id desc` : sql`p.weight, p.id`}
    limit ${page.limit + 1}`.execute(database);
  return rows;
}

export async function countReviews(
  database: Kysely<CustomerTables>,
  filter: ReviewFilter,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count ${waiting(filter)}`.execute(database);
  return rows[0]?.count ?? 0;
}

function waiting({ division, minWeight, maxWeight, now }: ReviewFilter): RawBuilder<unknown> {
  const link = sql.id(SCHEMA, 'source_link');
  const ofDivision =
    division === null
      ? sql`true`
      : sql`${division} in (split_part(p.left_place, chr(1), 1), split_part(p.right_place, chr(1), 1))`;
  return sql`
    from ${sql.id(SCHEMA, 'match_pair')} p
    join ${link} l on l.division = split_part(p.left_place, chr(1), 1)
      and l.local_id = split_part(p.left_place, chr(1), 2)
    join ${link} r on r.division = split_part(p.right_place, chr(1), 1)
      and r.local_id = split_part(p.right_place, chr(1), 2)
    where l.customer_id <> r.customer_id and p.weight is not null
      and p.veto_kind is distinct from 'never'
      and (p.decision is null or (p.decision = 'deferred' and p.deferred_until <= ${now}))
      and p.weight >= coalesce(${minWeight}::float8, '-Infinity')
      and p.weight <= coalesce(${maxWeight}::float8, 'Infinity')
      and ${ofDivision}`;
}
