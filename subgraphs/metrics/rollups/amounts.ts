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

/** What the sums of `amountsOf`, in its order, come to. Decimals, so that no order of rows shows in the last digit. */
export function totalOf(
  aggregate: Summed,
  sums: readonly RawBuilder<number | null>[],
): RawBuilder<number | null> {
  const [n = ZERO, sum = ZERO, squares = ZERO] = sums;
  if (aggregate.kind === 'ADDED') return sql`${n}::float8`;
  const variance = sql`(${n} * ${squares} - ${sum} * ${sum})::numeric / (${n} * (${n} - 1))`;
  return sql`(case when ${n} > 1 then sqrt(greatest(${variance}, 0)) end)::float8`;
}

const ZERO = sql<number>`0`;

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
