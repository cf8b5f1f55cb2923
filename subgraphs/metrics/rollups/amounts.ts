import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type Expression,
  type RawBuilder,
} from 'kysely';
import { rowsWhere } from '../measures/counted.ts';
import type { Added, Aggregate, Deviation } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { nearestNumber, negated, plus, sumOfDecimals, times, type Decimal } from './decimal.ts';

/** A number that rows of a source add, and the text by which it is known from others. */
export interface Amount {
  readonly key: string;
  readonly adds: RawBuilder<number | null>;
}

/** An aggregate that sums of days are enough for. */
export type Summed = Added | Deviation;

export function isSummed(aggregate: Aggregate): aggregate is Summed {
  return aggregate.kind !== 'WHOLE';
}

/** What has to be summed for an aggregate. Of two that say the same, the keys are the same. */
export function amountsOf(aggregate: Summed): readonly Amount[] {
  const known = AMOUNTS.get(aggregate) ?? newAmounts(aggregate);
  AMOUNTS.set(aggregate, known);
  return known;
}

/** Definitions are made once, so their texts are too. */
const AMOUNTS = new WeakMap<Summed, readonly Amount[]>();

function newAmounts(aggregate: Summed): readonly Amount[] {
  if (aggregate.kind === 'ADDED') return [amount(aggregate.adds)];
  const { from, of } = aggregate;
  const number = sql<number>`(${of})::numeric`;
  const seen = rowsWhere(from, sql`(${of}) is not null`);
  return [amount(seen.adds), amount(number), amount(sql`${number} * ${number}`)];
}

/**
 * What an aggregate comes to by the sums of its amounts: decimal texts that are yet to be added up, by the amount's key.
 * Null where nothing was added, and where there is too little for a spread.
 */
export function totalOf(
  aggregate: Summed,
  sums: (key: string) => readonly string[],
): number | null {
  const texts = amountsOf(aggregate).map(({ key }) => sums(key));
  const [first = []] = texts;
  if (aggregate.kind === 'DEVIATION') return deviation(texts.map(sumOfDecimals));
  if (first.length > 1) return nearestNumber(sumOfDecimals(first));
  return first[0] === undefined ? null : Number(first[0]);
}

/** Of a sample, from the number of its values, their sum and that of their squares. */
function deviation([n, sum, squares]: readonly Decimal[]): number | null {
  if (n === undefined || sum === undefined || squares === undefined) return null;
  const count = nearestNumber(n);
  if (count < 2) return null;
  const spread = nearestNumber(plus(times(n, squares), negated(times(sum, sum))));
  return Math.sqrt(Math.max(spread, 0) / (count * (count - 1)));
}

function amount(adds: RawBuilder<number | null>): Amount {
  return { key: textOf(adds), adds };
}

/** A piece of SQL as one text. */
export function textOf(expression: Expression<unknown>): string {
  const { sql: text, parameters } = sql`${expression}`.compile(UNCONNECTED);
  return JSON.stringify([text, parameters]);
}

/** Writes statements and sends none. */
export const UNCONNECTED = new Kysely<MetricsTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
