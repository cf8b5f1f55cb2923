import { sql, type Kysely } from 'kysely';
import type { Interaction, Referral, Satisfaction } from '../model.ts';
import type { ServiceTables } from '../tables.ts';
import type { Customers } from './case-reader.ts';
import { grouped } from './grouped.ts';
import { ofWanted, wantedTable } from './keyset.ts';
import { interactionOfRow, referralOfRow } from './rows.ts';

export async function readInteractions(
  database: Kysely<ServiceTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Interaction>> {
  const rows = await database
    .selectFrom('interaction')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, interactionOfRow(row)]));
}

/** CSAT counts answers on a scale to 5 only: other scales have no comparable top two. */
export async function readSatisfaction(
  database: Kysely<ServiceTables>,
  customers: Customers,
): Promise<ReadonlyMap<number, Satisfaction>> {
  const rows = await database
    .selectFrom(wantedTable(customers))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('survey_answer')
          .select(['kind', 'score', 'scale_max'])
          .where(ofWanted())
          .as('answer'),
      (join) => join.onTrue(),
    )
    .select([
      'wanted.customer',
      sql<string>`count(*) filter (where kind = 'CSAT' and scale_max = 5)`.as('csat'),
      sql<string>`count(*) filter (where kind = 'CSAT' and scale_max = 5 and score >= 4)`.as(
        'satisfied',
      ),
      sql<string>`count(*) filter (where kind = 'NPS')`.as('nps'),
      sql<string>`count(*) filter (where kind = 'NPS' and score >= 9)`.as('promoters'),
      sql<string>`count(*) filter (where kind = 'NPS' and score <= 6)`.as('detractors'),
    ])
    .groupBy('wanted.customer')
    .execute();
  const scored = rows.map((row): [number, Satisfaction] => [
    row.customer,
    {
      csat: share(Number(row.satisfied), Number(row.csat)),
      nps: share(100 * (Number(row.promoters) - Number(row.detractors)), Number(row.nps)),
    },
  ]);
  return new Map(scored);
}

export const UNASKED: Satisfaction = Object.freeze({ csat: share(0, 0), nps: share(0, 0) });

function share(part: number, n: number) {
  return Object.freeze({ value: n === 0 ? null : part / n, n });
}

/** The newest referrals that each customer gave. */
export async function readReferrals(
  database: Kysely<ServiceTables>,
  customers: Customers,
): Promise<ReadonlyMap<number, readonly Referral[]>> {
  const rows = await database
    .selectFrom(wantedTable(customers))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('referral')
          .selectAll()
          .where(
            sql<boolean>`referrer_division = wanted.division and referrer_local_id = wanted.local_id`,
          )
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(MAX_REFERRALS)
          .as('given'),
      (join) => join.onTrue(),
    )
    .selectAll('given')
    .select('wanted.customer')
    .orderBy('given.at', 'desc')
    .orderBy('given.id', 'desc')
    .execute();
  return grouped(rows, (row) => row.customer, referralOfRow);
}

/** A customer record that gave more shows its newest ones. */
const MAX_REFERRALS = 100;
