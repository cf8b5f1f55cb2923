import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const condition = z.strictObject({ column: z.string(), in: z.array(z.string()).min(1) });

export type Condition = z.infer<typeof condition>;

/** Where a value comes from and how its text is read. See docs/import.md. */
const valueRule = z.union([
  z.string().min(1).describe('A column.'),
  z.strictObject({
    column: z.string().min(1).optional(),
    /** Text with `{column}` places. */
    template: z.string().min(1).optional(),
    /** The same for every row. */
    value: z.union([z.string(), z.number(), z.boolean()]).optional(),
    /** A hash of the row, for files whose rows have no number of their own. */
    rowHash: z.literal(true).optional(),
    /** Texts that mean "nothing"; the empty text always does. */
    empty: z.array(z.string()).optional(),
    /** Text -> value. A text that is not listed rejects the row. */
    map: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    date: z.string().optional(),
    dateTime: z.string().optional(),
    duration: z.literal(true).optional(),
    number: z.literal(true).optional(),
    /** `1925.0` becomes `1925`. */
    integer: z.literal(true).optional(),
    /** Zeros on the left up to this length. */
    pad: z.number().int().min(1).max(64).optional(),
    prefix: z.string().optional(),
    default: z.union([z.string(), z.number(), z.boolean()]).optional(),
    /** Nothing, unless the column has one of these texts. */
    when: condition.optional(),
  }),
]);

export type ValueRule = z.infer<typeof valueRule>;

/** The shape of the record: objects and lists with value rules at their ends. */
export type RecordRule =
  ValueRule | readonly RecordRule[] | { readonly [field: string]: RecordRule };

const warning = z.strictObject({
  name: z.string().min(1),
  /** The first column's date must not be before the second's. */
  notBefore: z.tuple([z.string(), z.string()]),
  date: z.string(),
});

const mapping = z.strictObject({
  kind: z.enum(['customers', 'complaints', 'calls', 'reviews', 'loans']),
  delimiter: z.string().length(1).default(','),
  record: z.record(z.string(), z.unknown()),
  /** Only rows whose column has one of these texts; the others are counted as skipped. */
  where: condition.optional(),
  /** Rows that break these are reported and still imported. */
  warnings: z.array(warning).default([]),
});

export type ImportKind = z.infer<typeof mapping>['kind'];

export interface Mapping {
  readonly kind: ImportKind;
  readonly delimiter: string;
  readonly where?: Condition | undefined;
  readonly record: { readonly [field: string]: RecordRule };
  readonly warnings: readonly z.infer<typeof warning>[];
}

/** Throws an Error that names the file and every fault in it. */
export function readMapping(file: string): Mapping {
  const content: unknown = parse(readFileSync(file, 'utf8'));
  const result = mapping.safeParse(content);
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `- ${issue.path.join('.')}: ${issue.message}`,
    );
    throw new Error(`Mapping ${file} is not valid.\n${faults.join('\n')}`);
  }
  const { record, ...rest } = result.data;
  return Object.freeze({ ...rest, record: readRecord(record, 'record', file) });
}

function readRecord(
  record: Readonly<Record<string, unknown>>,
  path: string,
  file: string,
): { readonly [field: string]: RecordRule } {
  return Object.fromEntries(
    Object.entries(record).map(([field, rule]) => [
      field,
      readRule(rule, `${path}.${field}`, file),
    ]),
  );
}

function readRule(rule: unknown, path: string, file: string): RecordRule {
  if (Array.isArray(rule))
    return rule.map((item, index) => readRule(item, `${path}.${index}`, file));
  const value = valueRule.safeParse(rule);
  if (value.success) return value.data;
  const looksLikeRule =
    typeof rule !== 'object' || rule === null || RULE_KEYS.some((key) => key in rule);
  if (looksLikeRule) {
    throw new Error(
      `Mapping ${file}: ${path} must be a column, a value rule, a list or an object of them, ` +
        `but got: ${JSON.stringify(rule)}.`,
    );
  }
  return readRecord(rule as Readonly<Record<string, unknown>>, path, file);
}

const RULE_KEYS = ['column', 'template', 'rowHash'];

/** True for the end of a record's shape. */
export function isValueRule(rule: RecordRule): rule is ValueRule {
  return typeof rule === 'string' || valueRule.safeParse(rule).success;
}
