import type { MarkedTable, MarkingRule } from './marking-rules.ts';

/**
 * Statements after which the database marks the days that a change of facts puts out of date, in the transaction
 * of the change: no writer can forget it. Once a statement, however many rows it changes, in one pass over them.
 */
export function markingTriggers(marked: MarkedTable): readonly string[] {
  const { table, key } = marked;
  return [
    ...trigger(table, 'insert', {
      tables: 'new table as after',
      rows: `after cross join lateral ${daysOf(marked, ['after'])}`,
    }),
    ...trigger(table, 'delete', {
      tables: 'old table as before',
      rows: `before cross join lateral ${daysOf(marked, ['before'])}`,
    }),
    ...trigger(table, 'update', {
      tables: 'old table as before new table as after',
      rows: `before join after using (${key.join(', ')})
        cross join lateral ${daysOf(marked, ['before', 'after'])}`,
    }),
    `create trigger mark_${table}_truncate after truncate on metrics.${table}
      for each statement execute function metrics.forget_sums()`,
  ];
}

/** Which days had rows is not known once they are gone, so that all sums are made anew. */
export const FORGET_SUMS = `create function metrics.forget_sums() returns trigger language plpgsql as $body$ begin
  delete from metrics.rollup_layout;
  return null;
end $body$`;

function trigger(
  table: string,
  event: string,
  { tables, rows }: { readonly tables: string; readonly rows: string },
): readonly string[] {
  const name = `mark_${table}_${event}`;
  return [
    // How many rows a statement changes is not known when this is planned: as for one row, all that were would be
    // compared with all that are.
    `create function metrics.${name}() returns trigger language plpgsql set enable_nestloop = off as $body$ begin
      insert into metrics.stale_day (source, day)
        select distinct told.source, (instant at time zone 'UTC')::date
        from ${rows}, unnest(told.instants) as instant where instant is not null;
      return null;
    end $body$`,
    `create trigger ${name} after ${event} on metrics.${table} referencing ${tables}
      for each statement execute function metrics.${name}()`,
  ];
}

/** The rows as they were, as they are, or both, by which a rule finds its days. */
type Sides = readonly ('before' | 'after')[];

function daysOf({ rules }: MarkedTable, sides: Sides): string {
  const values = rules.map((rule) => `('${rule.source}', ${instantsOf(rule, sides)})`);
  return `(values ${values.join(', ')}) as told (source, instants)`;
}

function instantsOf({ at, and, of, reads }: MarkingRule, sides: Sides): string {
  const [one, other] = sides;
  const columns = and === undefined ? [at] : [at, and];
  const values = (row: string) => columns.map((column) => `${row}.${column}`);
  const instants =
    of === undefined
      ? `array[${sides.flatMap(values).join(', ')}]`
      : `array(select unnest(array[${values('other').join(', ')}])
          from metrics.${of} as other where other.case_id = ${one}.case_id)`;
  if (other === undefined) return instants;
  const read = (side: string) =>
    reads === undefined ? side : `(${reads.map((column) => `${side}.${column}`).join(', ')})`;
  return `case when ${read('before')} is distinct from ${read('after')} then ${instants} end`;
}
