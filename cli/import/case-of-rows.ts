import { RowFault } from './apply-rule.ts';
import type { CaseRows, LogRow, LogSaying } from './gather-cases.ts';
import type { ImportRecord, ImportValue } from './map-row.ts';
import type { Mapping } from './mapping.ts';
import type { CheckRecord } from './record-check.ts';
import type { Rejection } from './reject-file.ts';

/** A case as it is sent, or why none of its rows can be. */
export type ReadCase =
  | {
      readonly kind: 'case';
      readonly record: ImportRecord;
      readonly warnings: readonly string[];
      /** How many of its rows only say again what others say. */
      readonly repeated: number;
    }
  | { readonly kind: 'faults'; readonly rejections: readonly Rejection[] };

/**
 * Makes one record of a case's rows: their entries in order, and of the case itself what its last row says that
 * says anything, or its first where the mapping wants that. One row that cannot be taken holds back its case:
 * without that row the case would be known, and wrong.
 */
export function caseOfRows(mapping: Mapping, rows: CaseRows, check: CheckRecord): ReadCase {
  const bad = rows.find(({ said }) => said.kind === 'fault');
  if (bad !== undefined) return { kind: 'faults', rejections: heldBack(rows, bad.line) };
  const isOrdered = mapping.log !== null && mapping.log.order !== null;
  const told = rows.filter((row, place) => !isCopy(row, rows[place - 1], isOrdered));
  const said = told.flatMap((row) => (row.said.kind === 'said' ? [row.said] : []));
  const sorted = [...said].sort(inOrder);
  const record = merged(mapping, sorted);
  try {
    check(record);
    checkLength(sorted);
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    return { kind: 'faults', rejections: rows.map((row) => ({ ...row, reason: error.message })) };
  }
  const warnings = sorted.flatMap((saying) => saying.warnings);
  return {
    kind: 'case',
    record: { ...record, events: sorted.map(({ event }) => event) },
    warnings: [...new Set(warnings)],
    repeated: rows.length - told.length,
  };
}

function heldBack(rows: CaseRows, line: number): readonly Rejection[] {
  return rows.map((row) => ({
    ...row,
    reason:
      row.said.kind === 'fault'
        ? row.said.reason
        : `a row of the same case is not taken: line ${line}`,
  }));
}

/**
 * A row that repeats another is a copy, unless it comes in its turn: a case may go from one state to another and
 * back within the precision of its times, which only the place in the file or a column that orders can tell.
 */
function isCopy(row: LogRow, before: LogRow | undefined, isOrdered: boolean): boolean {
  if (!row.isRepeated || before === undefined) return false;
  if (isOrdered || before.fields.every((field, place) => field === row.fields[place])) return true;
  return timeOf(before) !== timeOf(row);
}

function timeOf({ said }: LogRow): string | null {
  return said.kind === 'said' ? atOf(said) : null;
}

/** RFC 3339 in UTC, which orders as text. */
function atOf({ event }: LogSaying): string {
  const { at } = event;
  return typeof at === 'string' ? at : '';
}

/** By time, then by what the mapping orders by, then as in the file, which a stable sort keeps. */
function inOrder(left: LogSaying, right: LogSaying): number {
  const [one, other] = [atOf(left), atOf(right)];
  if (one !== other) return one < other ? -1 : 1;
  return (left.order ?? 0) - (right.order ?? 0);
}

function merged(mapping: Mapping, sorted: readonly LogSaying[]): ImportRecord {
  const { fields } = mapping.record;
  // A time of its life that the mapping asks for, and no row has, is one that the case never came to.
  const never = ['resolvedAt', 'closedAt'].filter((field) => field in fields);
  const record: Record<string, ImportValue> = {};
  for (const saying of sorted) {
    for (const [field, value] of Object.entries(saying.record)) {
      const rule = fields[field];
      const isFirst = rule?.kind === 'value' && rule.rule.take === 'first';
      if (!isFirst || !Object.hasOwn(record, field)) record[field] = value;
    }
  }
  return { ...Object.fromEntries(never.map((field) => [field, null])), ...record };
}

const MAX_ENTRIES = 1_000;

function checkLength({ length }: readonly LogSaying[]): void {
  if (length <= MAX_ENTRIES) return;
  throw new RowFault(`a case can have at most ${MAX_ENTRIES} entries, but has: ${length}`);
}
