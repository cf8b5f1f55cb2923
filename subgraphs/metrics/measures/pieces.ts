import { sql, type RawBuilder } from 'kysely';
import type { KpiDimension, Window } from '../model.ts';
import { DIMENSION_COLUMNS } from '../sources/source.ts';

/**
 * Stretches of time, one after the other, that rows are told apart by. Their edges are days, or hours for what is
 * grouped by HOUR.
 */
export interface Pieces {
  /** In which of them a row lies, from 1, as a text; null for what is no time. */
  columnOf(dimension: KpiDimension): RawBuilder<string | null> | null;
  readonly windows: readonly Window[];
}

/** The pieces between edges, in order. */
export function piecesBetween(edges: readonly Date[]): Pieces {
  const labels = (length: number) => edges.map((edge) => edge.toISOString().slice(0, length));
  const [days, hours] = [labels('YYYY-MM-DD'.length), labels('YYYY-MM-DDTHH'.length)];
  return {
    columnOf(dimension) {
      if (dimension === 'DAY') return placeAmong(days, dimension);
      return dimension === 'HOUR' ? placeAmong(hours, dimension) : null;
    },
    windows: edges.slice(1).map((end, place) => {
      const start = edges[place] ?? end;
      return { month: null, day: days[place] ?? null, start, end };
    }),
  };
}

/** Written out, for what is grouped by must be the same text as what is selected. */
function placeAmong(labels: readonly string[], dimension: KpiDimension): RawBuilder<string> {
  const column = sql.ref(DIMENSION_COLUMNS[dimension]);
  return sql`width_bucket(${column} collate "C", ${sql.lit(`{${labels.join()}}`)}::text[])::text`;
}
