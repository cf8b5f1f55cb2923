import { sql, type Kysely, type RawBuilder } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import { isWithin, type CaseBounds } from '../store/case-bounds.ts';
import type { ServiceTables } from '../tables.ts';

export interface QaSampleRequest {
  /** First instant of the period, and the first one after it. */
  readonly start: Date;
  readonly end: Date;
  /** Null: of all. */
  readonly division: string | null;
  /** Of which teams' cases; null for those of all and of none. */
  readonly teams: CaseBounds['teams'];
  readonly perAgent: number;
  readonly seed: number;
}

/** One agent's part of a sample. */
export interface QaStratum {
  readonly agent: string;
  /** How many cases it was drawn from. */
  readonly solved: number;
  readonly caseIds: readonly string[];
}

/**
 * Draws from each agent's solved cases as many as asked for, or all where there are fewer: those whose id hashes lowest
 * together with the seed. So every case of an agent is as likely, the same seed draws the same cases whoever asks, and a
 * case that comes or goes changes the draw of no other agent. Throws BAD_USER_INPUT for a sample too large to review.
 */
export async function drawSample(
  database: Kysely<ServiceTables>,
  request: QaSampleRequest,
): Promise<readonly QaStratum[]> {
  const { perAgent } = request;
  const rows = await database
    .selectFrom(ranked(database, request).as('solved'))
    .select(['agent', 'population', 'id'])
    .where('place', '<=', String(perAgent))
    .orderBy(sql`agent collate "C"`)
    .orderBy('place')
    .limit(MOST_CASES + 1)
    .execute();
  if (rows.length > MOST_CASES) throw tooLarge(perAgent);
  const strata = new Map<string, { readonly solved: number; readonly caseIds: string[] }>();
  for (const { agent, population, id } of rows) {
    const stratum = strata.get(agent) ?? { solved: Number(population), caseIds: [] };
    stratum.caseIds.push(id);
    strata.set(agent, stratum);
  }
  return [...strata].map(([agent, stratum]) => ({ agent, ...stratum }));
}

const MOST_CASES = 1_000;

function ranked(database: Kysely<ServiceTables>, request: QaSampleRequest) {
  const { start, end, division, teams, seed } = request;
  const drawn = sql`sha256(convert_to(${`${seed} `} || id::text, 'UTF8'))`;
  return database
    .selectFrom('service_case')
    .select('id')
    .select([
      sql<string>`agent`.as('agent'),
      sql<string>`count(*) over (partition by agent)`.as('population'),
      sql<string>`row_number() over (partition by agent order by ${drawn})`.as('place'),
    ])
    .where('agent', 'is not', null)
    .where('resolved_at', '>=', instant(start))
    .where('resolved_at', '<', instant(end))
    .where(isWithin({ division, teams }));
}

/** As a number: PostgreSQL reads no text of the day after the last of the year 9999. */
function instant(at: Date): RawBuilder<Date> {
  return sql<Date>`to_timestamp(${at.getTime() / 1_000}::double precision)`;
}

function tooLarge(perAgent: number): DomainError {
  const message = `Argument "perAgent" must be so small that a sample has at most ${MOST_CASES} cases, but got: ${perAgent}.`;
  return new DomainError('BAD_USER_INPUT', message);
}
