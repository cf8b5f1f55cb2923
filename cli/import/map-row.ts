import { applyRule, columnsOf, type Row, type Scalar } from './apply-rule.ts';
import { readInstant, FormatMismatch } from './date-format.ts';
import { isValueRule, type ImportKind, type Mapping, type RecordRule } from './mapping.ts';

export type ImportRecord = Readonly<Record<string, ImportValue>>;
type ImportValue = Scalar | readonly ImportValue[] | { readonly [field: string]: ImportValue };

/**
 * Makes a record of a row. Fields without a value are left out, except those that every record of the kind
 * has. Throws a RowFault.
 */
export function mapRow(mapping: Mapping, row: Row, rowHash: string): ImportRecord {
  const fields = Object.entries(mapping.record).map(
    ([field, rule]) => [field, shape(rule, row, rowHash)] as const,
  );
  const found = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  const record = { ...DEFAULTS[mapping.kind], ...found } as ImportRecord;
  const { borrower } = record;
  if (!isObject(borrower)) return record;
  return { ...record, borrower: { ...FIRST_VERSION, ...borrower } };
}

/** A file that is imported once has no versions; one that comes again needs a column for them. */
const FIRST_VERSION = { version: '1' };

const DEFAULTS: Readonly<Record<ImportKind, ImportRecord>> = {
  customers: FIRST_VERSION,
  complaints: { type: 'COMPLAINT' },
  calls: { channel: 'PHONE' },
  reviews: { kind: 'CSAT' },
  loans: {},
};

function isObject(
  value: ImportValue | undefined,
): value is { readonly [field: string]: ImportValue } {
  return typeof value === 'object' && !Array.isArray(value);
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
  return [...new Set([...columnsIn(mapping.record), ...fromWarnings, ...where])].sort();
}

function columnsIn(rule: RecordRule): readonly string[] {
  if (isValueRule(rule)) return columnsOf(rule);
  return Object.values(rule).flatMap((inner: RecordRule) => columnsIn(inner));
}

function shape(rule: RecordRule, row: Row, rowHash: string): ImportValue | undefined {
  if (isValueRule(rule)) return applyRule(rule, row, rowHash);
  if (isList(rule)) {
    const items = rule.map((item) => shape(item, row, rowHash)).filter(isComplete);
    return items.length === 0 ? undefined : items;
  }
  const fields = Object.entries(rule)
    .map(([field, inner]) => [field, shape(inner, row, rowHash)] as const)
    .filter(([, value]) => value !== undefined);
  return fields.length === 0 ? undefined : (Object.fromEntries(fields) as ImportRecord);
}

function isList(rule: RecordRule): rule is readonly RecordRule[] {
  return Array.isArray(rule);
}

/** An e-mail with a use but no address, say, is no e-mail: a list's items need what the row has. */
function isComplete(item: ImportValue | undefined): item is ImportValue {
  if (item === undefined) return false;
  if (typeof item !== 'object' || Array.isArray(item)) return true;
  return CONTENT.some((field) => field in item);
}

const CONTENT = [
  'address',
  'number',
  'value',
  'streetAddress',
  'locality',
  'postalCode',
  'purpose',
];

function instantOf(text: string | undefined, format: string): number | null {
  if (text === undefined || text.trim() === '') return null;
  try {
    return readInstant(text, format).getTime();
  } catch (error) {
    if (error instanceof FormatMismatch) return null;
    throw error;
  }
}
