import { applyRule, meets, RowFault, type Row } from './apply-rule.ts';
import { logEntryShape } from './input-types.ts';
import { mapObject, mapRow, warningsOf, type ImportRecord } from './map-row.ts';
import type { LogRules, Mapping } from './mapping.ts';
import type { NumberedRow } from './read-rows.ts';
import { createCheck, type CheckRecord } from './record-check.ts';

/** A row of a log as far as its case needs it. */
export interface LogRow {
  readonly line: number;
  readonly fields: readonly string[];
  /** Whether an earlier row of the file is the same, word for word. */
  readonly isRepeated: boolean;
  /** Why it cannot be taken, or what it says. */
  readonly said: LogSaying | { readonly kind: 'fault'; readonly reason: string };
}

export interface LogSaying {
  readonly kind: 'said';
  readonly record: ImportRecord;
  readonly event: ImportRecord;
  /** Among rows of the same case and time; null when the mapping or the row does not say. */
  readonly order: number | null;
  readonly warnings: readonly string[];
}

/** The rows of one case, in the order of the file. */
export type CaseRows = readonly LogRow[];

/**
 * Puts together the rows of each case, wherever in the file they are. Cases come in the order of their first
 * rows; a row that does not say whose it is comes alone.
 */
export class CaseGatherer {
  skipped = 0;
  readonly #cases = new Map<string, LogRow[]>();
  readonly #mapping: Mapping;
  readonly #log: LogRules;
  readonly #check: CheckRecord;

  constructor(mapping: Mapping, log: LogRules) {
    this.#mapping = mapping;
    this.#log = log;
    this.#check = createCheck(logEntryShape());
  }

  get cases(): readonly CaseRows[] {
    return [...this.#cases.values()];
  }

  add(numbered: NumberedRow): void {
    const { row, line, fields, fault, isRepeated } = numbered;
    if (fault === null && !meets(this.#mapping.where, row)) this.skipped += 1;
    else {
      const key = this.#keyOf(row) ?? `\0${line}`;
      const rows = this.#cases.get(key) ?? [];
      rows.push({ line, fields, isRepeated, said: this.#read(numbered) });
      this.#cases.set(key, rows);
    }
  }

  /** Null when the row does not say. */
  #keyOf(row: Row): string | null {
    const rule = this.#mapping.record.fields['externalId'];
    if (rule?.kind !== 'value') return null;
    try {
      const key = applyRule(rule.rule, row, '');
      return key === undefined ? null : String(key);
    } catch (error) {
      if (error instanceof RowFault) return null;
      throw error;
    }
  }

  #read({ row, hash, fault }: NumberedRow): LogRow['said'] {
    try {
      if (fault !== null) throw new RowFault(fault);
      const event = mapObject(this.#log.event, row, hash);
      this.#check(event);
      const record = mapRow(this.#mapping, row, hash);
      const order = this.#log.order === null ? undefined : applyRule(this.#log.order, row, hash);
      const warnings = warningsOf(this.#mapping, row);
      return { kind: 'said', record, event, order: numberOf(order), warnings };
    } catch (error) {
      if (error instanceof RowFault) return { kind: 'fault', reason: error.message };
      throw error;
    }
  }
}

/** A time read as text orders by its instant. */
function numberOf(value: string | number | boolean | undefined): number | null {
  if (value === undefined) return null;
  const number = typeof value === 'string' ? Date.parse(value) : Number(value);
  return Number.isNaN(number) ? null : number;
}
