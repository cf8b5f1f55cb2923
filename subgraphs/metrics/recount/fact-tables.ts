import { FACT_KINDS } from '../facts/fact-kinds.ts';
import type { MetricsTables } from '../tables.ts';

type Table = keyof MetricsTables;

/** Tables of rows that are folded from events. */
export const FOLDED_TABLES: readonly Table[] = Object.freeze([
  ...new Set(FACT_KINDS.map(({ table }) => table)),
]);

/** Tables of what follows from those rows, in an order in which they can be emptied. */
const WORKED_OUT_TABLES = [
  ...([
    'follow_up',
    'case_span',
    'customer_change',
    'customer_day',
    'customer_contact',
    'complaint',
  ] as const),
] satisfies readonly Table[];

/** All that a count makes. What people set, and what they asked, is in none of them. */
export const COUNTED_TABLES: readonly Table[] = Object.freeze([
  ...FOLDED_TABLES,
  ...WORKED_OUT_TABLES,
  'progress',
]);
