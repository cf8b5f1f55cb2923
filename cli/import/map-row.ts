import { applyRule, columnsOf, type Row, type Scalar } from './apply-rule.ts';
import { readInstant, FormatMismatch } from './date-format.ts';
import type { Mapping } from './mapping.ts';
import type { ObjectRule, RecordRule } from './record-rule.ts';

export type ImportRecord = Readonly<Record<string, ImportValue>>;
export type ImportValue =
  Scalar | null | readonly ImportValue[] | { readonly [field: string]: ImportValue };

/**
 * Makes a record of a row. Fields without a value are left out, except those that every record of the kind
 * has. Throws a RowFault.
 */
export function mapRow(mapping: Mapping, row: Row, rowHash: string): ImportRecord {
  return mapObject(mapping.record, row, rowHash);
}

/** As `mapRow`, by the rules for an object. */
export function mapObject(rule: ObjectRule, row: Row, rowHash: string): ImportRecord {
  return objectOf(rule, { row, rowHash }).value;
}

/** Names of the warnings that the row deserves. */
export function warningsOf(mapping: Mapping, row: Row): readonly string[] {
  return mapping.warnings
    .filter(({ notBefore: [later, earlier], date }) => {
      const [end, start] = [instantOf(row[later], date), instantOf(row[earlier], date)];
      return end !== null && start !== null && end < start;
    })
    .map((warning) => warning.name);
}

/** Every column that a mapping reads, sorted. */
export function columnsOfMapping(mapping: Mapping): readonly string[] {
  const fromWarnings = mapping.warnings.flatMap((warning) => warning.notBefore);
  const where = mapping.where === undefined ? [] : [mapping.where.column];
  const inLog = mapping.log === null ? [] : columnsIn(mapping.log.event);
  const order = mapping.log?.order === null ? [] : columnsOf(mapping.log?.order ?? {});
  const all = [...columnsIn(mapping.record), ...inLog, ...order, ...fromWarnings, ...where];
  return [...new Set(all)].sort();
}

function columnsIn(rule: RecordRule): readonly string[] {
  if (rule.kind === 'value') return columnsOf(rule.rule);
  return (rule.kind === 'list' ? rule.items : Object.values(rule.fields)).flatMap(columnsIn);
}

interface Source {
  readonly row: Row;
  readonly rowHash: string;
}

interface Found<Value> {
  readonly value: Value;
  /** Whether the row says so: what only constants and defaults say is true of every row. */
  readonly evident: boolean;
}

/** Undefined when there is nothing to say. */
function shape(rule: RecordRule, source: Source): Found<ImportValue> | undefined {
  if (rule.kind === 'list') return listOf(rule.items, source);
  if (rule.kind === 'object') {
    const object = objectOf(rule, source);
    return object.evident ? object : undefined;
  }
  const value = applyRule(rule.rule, source.row, source.rowHash);
  if (value === undefined) return undefined;
  return { value, evident: value !== rule.rule.value && value !== rule.rule.default };
}

/** Left out: an e-mail with a use and no address, say. */
function listOf(rules: readonly RecordRule[], source: Source): Found<ImportValue> | undefined {
  const items = rules.flatMap((rule): ImportValue[] => {
    const item = shape(rule, source);
    return item === undefined || lacksRequired(rule, item.value) ? [] : [item.value];
  });
  return items.length === 0 ? undefined : { value: items, evident: true };
}

function lacksRequired(rule: RecordRule, item: ImportValue): boolean {
  if (rule.kind !== 'object' || typeof item !== 'object' || item === null) return false;
  return rule.required.some((field) => !(field in item));
}

function objectOf(rule: ObjectRule, source: Source): Found<ImportRecord> {
  const found = Object.entries(rule.fields).flatMap(([field, inner]) => {
    const value = shape(inner, source);
    return value === undefined ? [] : [[field, value] as const];
  });
  const fields = found.map(([field, { value }]) => [field, value] as const);
  return {
    value: { ...rule.defaults, ...Object.fromEntries(fields) },
    evident: found.some(([, { evident }]) => evident),
  };
}

function instantOf(text: string | undefined, format: string): number | null {
  if (text === undefined || text.trim() === '') return null;
  try {
    return readInstant(text, format).getTime();
  } catch (error) {
    if (error instanceof FormatMismatch) return null;
    throw error;
  }
}
