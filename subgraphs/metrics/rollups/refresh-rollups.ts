import { sql, type Kysely, type Transaction } from 'kysely';
import { EVERYTHING } from '../sources/everything.ts';
import { DIMENSION_COLUMNS } from '../sources/source.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { layoutOf, ROLLED_SOURCES, type Cut, type RolledSource } from './layout.ts';
import { stretchesOf, type Stretch } from './split-period.ts';

/**
 * Sums anew what is out of date when it begins, a few days of one source in a transaction, until it is through or
 * `goesOn` says no. Answers are the same before and after; they only cost less. Of several at once one works.
 */
export async function refreshRollups(
  database: Kysely<MetricsTables>,
  goesOn: () => boolean = () => true,
): Promise<void> {
  for (const source of await withoutLayout(database)) {
    if (!goesOn()) return;
    await alone(database, async (transaction) => {
      const isStill = (await withoutLayout(transaction)).includes(source);
      if (isStill) await startAnew(transaction, source);
    });
  }
  // Read once: days on which events stream in are marked again meanwhile, and others would never have their turn.
  for (const marked of await markedDays(database)) {
    if (!goesOn()) return;
    await alone(database, async (transaction) => {
      // A version with other definitions may have taken the source over.
      const isOurs = !(await withoutLayout(transaction)).includes(marked.source);
      if (isOurs) await sumDays(transaction, marked);
    });
  }
}

/** Does a step in a transaction, unless somebody else is at one. */
async function alone(
  database: Kysely<MetricsTables>,
  step: (transaction: Transaction<MetricsTables>) => Promise<void>,
): Promise<void> {
  const lock = sql<{
    locked: boolean;
  }>`select pg_try_advisory_xact_lock(${ROLLUP_LOCK}::bigint) as locked`;
  // Not on one state: what is summed must be read after the marks are taken away, or later changes were lost.
  const isolated = database.transaction().setIsolationLevel('read committed');
  await isolated.execute(async (transaction) => {
    const [answer] = (await lock.execute(transaction)).rows;
    if (answer?.locked === true) await step(transaction);
  });
}

/** Any number that nothing else in this database locks. */
const ROLLUP_LOCK = 7_346_018_226;

/**
 * Forgets by which definitions the sums were made, so that none is used and all are made anew; waits for whoever
 * makes sums, and keeps others from it until the transaction ends.
 */
export async function forgetRollups(transaction: Transaction<MetricsTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ROLLUP_LOCK}::bigint)`.execute(transaction);
  await transaction.deleteFrom('rollup_layout').execute();
}

/** The sources that have no sums, or such as other definitions made. */
async function withoutLayout(database: Kysely<MetricsTables>): Promise<readonly RolledSource[]> {
  const kept = await database.selectFrom('rollup_layout').selectAll().execute();
  const fingerprints = new Map(kept.map(({ source, fingerprint }) => [source, fingerprint]));
  return ROLLED_SOURCES.filter(
    (source) => fingerprints.get(source) !== layoutOf(source).fingerprint,
  );
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

/** The days to be summed anew, the latest of each source first, as many together as are summed at once. */
async function markedDays(database: Kysely<MetricsTables>): Promise<readonly MarkedDays[]> {
  const rows = await database
    .selectFrom('stale_day')
    .select(['source', sql<string>`to_char(day, 'YYYY-MM-DD')`.as('date')])
    .distinct()
    .orderBy('date', 'desc')
    .execute();
  return ROLLED_SOURCES.flatMap((source) => {
    const days = rows.filter((row) => row.source === source).map(({ date }) => date);
    const steps = Math.ceil(days.length / DAYS_AT_ONCE);
    return Array.from({ length: steps }, (_, step) => ({
      source,
      days: days.slice(step * DAYS_AT_ONCE, (step + 1) * DAYS_AT_ONCE),
    }));
  });
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

/** The column of what a row adds to an amount. */
function amountColumn(place: number): string {
  return `amount/${place}`;
}

function columnOf(cut: Exclude<Cut, 'WHOLE'>) {
  return { name: sql.lit(cut), column: sql.ref<string | null>(DIMENSION_COLUMNS[cut]) };
}
