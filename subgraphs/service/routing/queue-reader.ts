import { sql, type Kysely } from 'kysely';
import type { Case } from '../model.ts';
import { isWithin, type CaseBounds } from '../store/case-bounds.ts';
import { caseOfRow } from '../store/rows.ts';
import type { ServiceTables } from '../tables.ts';
import { QUEUE_ORDER, STANDS_IN_QUEUE } from './queue-sql.ts';

export interface QueueEntry {
  /** From 1: how many stand before it that the reader may know of, and itself. */
  readonly position: number;
  readonly case: Case;
  readonly dueAt: Date | null;
}

export interface QueuePart {
  readonly team: string;
  readonly bounds: CaseBounds;
  readonly first: number;
}

/** The head of a team's queue. */
export async function readQueue(
  database: Kysely<ServiceTables>,
  { team, bounds, first }: QueuePart,
): Promise<readonly QueueEntry[]> {
  const ranked = database
    .selectFrom('service_case')
    .selectAll()
    .select(sql<string>`row_number() over (order by ${QUEUE_ORDER})`.as('position'))
    .where('team', '=', team)
    .where(STANDS_IN_QUEUE)
    .where(isWithin(bounds));
  const all = database.selectFrom(ranked.as('ranked')).selectAll();
  const rows = await all.orderBy('position').limit(first).execute();
  return rows.map((row) => ({
    position: Number(row.position),
    case: caseOfRow(row),
    dueAt: row.queue_due_at,
  }));
}

/** How many cases within bounds stand in each of some teams' queues; an empty queue is left out. */
export async function countQueues(
  database: Kysely<ServiceTables>,
  teams: readonly string[],
  bounds: CaseBounds,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom('service_case')
    .select((select) => ['team', select.fn.countAll<string>().as('count')])
    .where('team', 'in', teams)
    .where(STANDS_IN_QUEUE)
    .where(isWithin(bounds))
    .groupBy('team')
    .execute();
  return new Map(rows.map(({ team, count }) => [team ?? '', Number(count)]));
}

/** The places of cases among those within bounds in their queues; a case in none is left out. */
export async function queuePositions(
  database: Kysely<ServiceTables>,
  ids: readonly string[],
  bounds: CaseBounds,
): Promise<ReadonlyMap<string, number>> {
  const teams = database.selectFrom('service_case').select('team').where('id', 'in', ids);
  const ranked = database
    .selectFrom('service_case')
    .select('id')
    .select(
      sql<string>`row_number() over (partition by team order by ${QUEUE_ORDER})`.as('position'),
    )
    .where('team', 'in', teams)
    .where(STANDS_IN_QUEUE)
    .where(isWithin(bounds));
  const rows = await database
    .selectFrom(ranked.as('ranked'))
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, position }) => [id, Number(position)]));
}
