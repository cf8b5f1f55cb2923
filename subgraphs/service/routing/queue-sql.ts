import { sql, type RawBuilder } from 'kysely';
import type { RoutingSet } from './routing-policy.ts';

/** Of `service_case`: it waits for somebody to take it. The same as `queueOf` says of a case's facts. */
export const STANDS_IN_QUEUE = sql<boolean>`(
  service_case.queued_at is not null and service_case.status in ('NEW', 'OPEN'))`;

/** First the most urgent, then the nearest due, then who waits longest. */
export const QUEUE_ORDER = sql`
  array_position(array['URGENT', 'HIGH', 'NORMAL', 'LOW'], service_case.priority),
  service_case.queue_due_at nulls last, service_case.queued_at, service_case.id`;

/** Somebody has it, or is to. The literal list is what the index on it has. */
export function isUnsolved(alias: 'service_case' | 'held'): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${alias}.status`)} not in ('SOLVED', 'CLOSED')`;
}

/**
 * Whether an agent of `service_agent` can have a case of `service_case`: they know its type, category and division and
 * speak its language, as far as the policies still ask for that after its wait.
 */
export function agentFits(
  relaxAfter: RoutingSet['relaxAfter'] | undefined,
  now: Date,
): RawBuilder<boolean> {
  return sql<boolean>`(
    (${knows('case_types', 'type')} and ${knows('categories', 'category')}
      and ${knows('divisions', 'division')} or ${hasWaited(relaxAfter?.skills, now)})
    and (${SPEAKS} or ${hasWaited(relaxAfter?.language, now)}))`;
}

function knows(skills: string, matter: string): RawBuilder<boolean> {
  const [list, value] = [sql.ref(`service_agent.${skills}`), sql.ref(`service_case.${matter}`)];
  return sql<boolean>`(${value} is null or cardinality(${list}) = 0 or ${value} = any(${list}))`;
}

/** By basic filtering (RFC 4647, section 3.3.1): who speaks `en` speaks `en-GB`. */
const SPEAKS = sql<boolean>`(
  service_case.language is null or cardinality(service_agent.languages) = 0 or exists (
    select from unnest(service_agent.languages) as range
    where service_case.language = range or starts_with(service_case.language, range || '-')))`;

function hasWaited(seconds: number | undefined, now: Date): RawBuilder<boolean> {
  if (seconds === undefined) return sql<boolean>`false`;
  const since = new Date(now.getTime() - seconds * 1_000).toISOString();
  return sql<boolean>`service_case.queued_at <= ${since}::timestamptz`;
}
