import { sql, type Kysely, type Transaction } from 'kysely';
import { EVERYTHING } from '../sources/everything.ts';
import { DIMENSION_COLUMNS } from '../sources/source.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { amountColumn } from './summed-rows.ts';
import { layoutOf, ROLLED_SOURCES, type Cut, type RolledSource } from './layout.ts';
import { stretchesOf, type Stretch } from './split-period.ts';

/**
 * Sums anew what is out of date, a few days of one source in a transaction, until nothing is left or `goesOn` says
 * no. Answers are the same before and after; they only cost less. Of several at once one works.
 */
export async function refreshRollups(
  database: Kysely<MetricsTables>,
  goesOn: () => boolean = () => true,
): Promise<void> {
  let busy = true;
  while (busy && goesOn()) {
    // Not on one state: what is summed must be read after the marks are taken away, or later changes were lost.
    busy = await database.transaction().setIsolationLevel('read committed').execute(refreshOnce);
  }
}

/** One step; false when there was nothing to do, or somebody else does it. */
async function refreshOnce(transaction: Transaction<MetricsTables>): Promise<boolean> {
  const lock = sql<{
    locked: boolean;
  }>`select pg_try_advisory_xact_lock(${ROLLUP_LOCK}::bigint) as locked`;
  const [answer] = (await lock.execute(transaction)).rows;
  if (answer?.locked !== true) return false;
  const outdated = await sourceWithoutLayout(transaction);
  if (outdated !== undefined) {
    await startAnew(transaction, outdated);
    return true;
  }
  const marked = await markedDays(transaction);
  if (marked === undefined) return false;
  await sumDays(transaction, marked);
  return true;
}

/** Any number that nothing else in this database locks. */
const ROLLUP_LOCK = 7_346_018_226;

async function sourceWithoutLayout(
  transaction: Transaction<MetricsTables>,
): Promise<RolledSource | undefined> {
  const kept = await transaction.selectFrom('rollup_layout').selectAll().execute();
  const fingerprints = new Map(kept.map(({ source, fingerprint }) => [source, fingerprint]));
  return ROLLED_SOURCES.find((source) => fingerprints.get(source) !== layoutOf(source).fingerprint);
}

/** Forgets a source's sums and marks every day on which it has something. */
async function startAnew(
  transaction: Transaction<MetricsTables>,
  source: RolledSource,
): Promise<void> {
  await transaction.deleteFrom('rollup').where('source', '=', source).execute();
  await transaction.deleteFrom('stale_day').where('source', '=', source).execute();
  const rows = SOURCES[source].rows(transaction, EVERYTHING);
  await transaction
    .insertInto('stale_day')
    .columns(['source', 'day'])
    .expression(sql`select distinct ${source}, day::date from ${rows} as fact`)
    .execute();
  const { fingerprint } = layoutOf(source);
  await transaction
    .insertInto('rollup_layout')
    .values({ source, fingerprint })
    .onConflict((conflict) => conflict.column('source').doUpdateSet({ fingerprint }))
    .execute();
}

interface MarkedDays {
  readonly source: RolledSource;
  readonly days: readonly string[];
}

async function markedDays(
  transaction: Transaction<MetricsTables>,
): Promise<MarkedDays | undefined> {
  const rows = await transaction
    .selectFrom('stale_day')
    .select(['source', sql<string>`to_char(day, 'YYYY-MM-DD')`.as('date')])
    .distinct()
    .where(
      sql<boolean>`source = (select min(source) from ${sql.table('stale_day')}
        where source = any(${[...ROLLED_SOURCES]}::text[]))`,
    )
    .orderBy('date', 'desc')
    .limit(DAYS_AT_ONCE)
    .execute();
  const source = ROLLED_SOURCES.find((one) => one === rows[0]?.source);
  return source === undefined ? undefined : { source, days: rows.map(({ date }) => date) };
}

const DAYS_AT_ONCE = 31;

async function sumDays(
  transaction: Transaction<MetricsTables>,
  { source, days }: MarkedDays,
): Promise<void> {
  for (const table of ['stale_day', 'rollup'] as const) {
    await transaction
      .deleteFrom(table)
      .where('source', '=', source)
      .where(sql<boolean>`day = any(${days}::date[])`)
      .execute();
  }
  // All cuts in one pass over the rows, which takes room for their groups; else they would be sorted for each.
  await sql`set local work_mem = '64MB'`.execute(transaction);
  for (const stretch of stretchesOf([...days].sort())) {
    await transaction
      .insertInto('rollup')
      .columns(['source', 'cut', 'day', 'division', 'value', 'amounts'])
      .expression(sums(transaction, source, stretch))
      .execute();
  }
}

/** The sums of a stretch of days, by day, division and each cut. */
function sums(transaction: Transaction<MetricsTables>, source: RolledSource, stretch: Stretch) {
  const { amounts, cuts } = layoutOf(source);
  const rows = SOURCES[source].rows(transaction, { ...EVERYTHING, ...stretch });
  const columns = cuts.flatMap((cut) => (cut === 'WHOLE' ? [] : [columnOf(cut)]));
  const sets = columns.map(({ column }) => sql`(day, division, ${column})`);
  const added = amounts.map(({ adds }, place) => sql`${adds} as ${sql.ref(amountColumn(place))}`);
  const totals = amounts.map((_, place) => sql`sum(${sql.ref(amountColumn(place))})::numeric`);
  const cut = columns.map(({ name, column }) => sql`when grouping(${column}) = 0 then ${name}`);
  const value = columns.map(({ column }) => sql`when grouping(${column}) = 0 then ${column}`);
  return sql`select ${source}, case ${sql.join(cut, sql` `)} else 'WHOLE' end, day::date, division,
      case ${sql.join(value, sql` `)} end, array[${sql.join(totals)}]
    from (select *, ${sql.join(added)} from ${rows} as fact) as fact
    group by grouping sets (${sql.join([sql`(day, division)`, ...sets])})`;
}

function columnOf(cut: Exclude<Cut, 'WHOLE'>) {
  return { name: sql.lit(cut), column: sql.ref<string | null>(DIMENSION_COLUMNS[cut]) };
}
