import { sql, type Kysely } from 'kysely';
import type { MetricsTables } from '../tables.ts';
import type { WorkCount } from './rank-work.ts';

/** Inbound interactions that were handled, by the type of their case, channel and division. */
export async function countWork(
  database: Kysely<MetricsTables>,
  { start, end }: { readonly start: Date; readonly end: Date },
): Promise<readonly WorkCount[]> {
  const seconds = sql`interaction.handle_seconds::numeric`;
  return database
    .selectFrom('interaction')
    .leftJoin('case_fact', 'case_fact.case_id', 'interaction.case_id')
    .select(['case_fact.type as caseType', 'interaction.channel', 'interaction.division'])
    .select([
      sql<number>`count(*)::float8`.as('volume'),
      sql<number>`count(${seconds})::float8`.as('timed'),
      sql<number>`coalesce(sum(${seconds}), 0)::float8`.as('seconds'),
      sql<number>`coalesce(sum(${seconds} * ${seconds}), 0)::float8`.as('squares'),
    ])
    .where('interaction.at', '>=', start)
    .where('interaction.at', '<', end)
    .where('interaction.direction', '<>', 'OUTBOUND')
    .where('interaction.outcome', 'in', ['HANDLED', 'UNKNOWN'])
    .groupBy(['case_fact.type', 'interaction.channel', 'interaction.division'])
    .orderBy(sql`interaction.division collate "C"`)
    .execute();
}
