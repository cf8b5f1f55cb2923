import type { MarkedTable, MarkingRule } from './marking-rules.ts';

/**
 * Statements after which the database marks the days that a change of facts puts out of date, in the transaction
 * of the change: no writer can forget it. Once a statement, however many rows it changes.
 */
export function markingTriggers({ table, key, rules }: MarkedTable): readonly string[] {
  const added = rules.map((rule) => daysOf(rule, 'after'));
  const gone = rules.map((rule) => daysOf(rule, 'before'));
  const changed = rules.flatMap((rule) => [
    daysOf(rule, changedRows('before', { rule, key })),
    daysOf(rule, changedRows('after', { rule, key })),
  ]);
  return [
    ...trigger(table, 'insert', { days: added, rows: 'new table as after' }),
    ...trigger(table, 'delete', { days: gone, rows: 'old table as before' }),
    ...trigger(table, 'update', { days: changed, rows: 'old table as before new table as after' }),
  ];
}

function trigger(
  table: string,
  event: string,
  { days, rows }: { readonly days: readonly string[]; readonly rows: string },
): readonly string[] {
  const name = `mark_${table}_${event}`;
  return [
    `create function metrics.${name}() returns trigger language plpgsql as $body$ begin
      insert into metrics.stale_day (source, day)
        select distinct source, (at at time zone 'UTC')::date
        from (${days.join(' union all ')}) as told where at is not null;
      return null;
    end $body$`,
    `create trigger ${name} after ${event} on metrics.${table} referencing ${rows}
      for each statement execute function metrics.${name}()`,
  ];
}

function daysOf({ source, at, joins = '' }: MarkingRule, rows: string): string {
  return `select '${source}' as source, ${at} as at from ${rows} as fact ${joins}`;
}

/** Rows as they were, or as they are, of which something changed that the rule reads. */
function changedRows(
  side: 'before' | 'after',
  { rule, key }: { readonly rule: MarkingRule; readonly key: readonly string[] },
): string {
  const values = (of: string) =>
    rule.reads === undefined ? of : `(${rule.reads.map((column) => `${of}.${column}`).join(', ')})`;
  return `(select ${side}.* from before join after using (${key.join(', ')})
    where ${values('before')} is distinct from ${values('after')})`;
}
