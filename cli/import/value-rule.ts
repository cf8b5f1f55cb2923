import { z } from 'zod';
import { faultOfFormat } from './date-format.ts';
import { isTimeZone } from './wall-time.ts';

const constant = z.union([z.string(), z.number(), z.boolean()]);

const dateFormat = z.string().superRefine((format, context) => {
  const fault = faultOfFormat(format);
  if (fault !== null) context.addIssue(fault);
});

const dateTimeFormats = z.union([dateFormat, z.array(dateFormat).min(1)]);

/** `in` lists the texts of a column that meet it, `notIn` those that do not. */
export const condition = z
  .strictObject({
    column: z.string().min(1),
    in: z.array(z.string()).min(1).optional(),
    notIn: z.array(z.string()).min(1).optional(),
  })
  .refine((given) => (given.in === undefined) !== (given.notIn === undefined), {
    error: 'needs "in" or "notIn"',
  });

export type Condition = z.infer<typeof condition>;

const rule = z.strictObject({
  column: z.string().min(1).optional(),
  /** Text with `{column}` places. */
  template: z
    .string()
    .regex(/\{[^}]+\}/, 'needs a {column} place')
    .optional(),
  /** The same for every row. */
  value: constant.optional(),
  /** A hash of the row, for files whose rows have no number of their own. */
  rowHash: z.literal(true).optional(),
  /** Texts that mean "nothing"; the empty text always does. */
  empty: z.array(z.string()).optional(),
  /** Text -> value. A text that is not listed rejects the row. */
  map: z.record(z.string(), constant).optional(),
  /** The value of texts that `map` does not list. */
  otherwise: constant.optional(),
  date: dateFormat.optional(),
  /** One format, or several of which the first that fits is taken. */
  dateTime: dateTimeFormats.optional(),
  /** Whose wall clock `dateTime` is of, where it has no offset. UTC unless it is given. */
  zone: z.string().refine(isTimeZone, 'needs the name of a time zone').optional(),
  /** true, yes, y, t and 1, or the opposite. */
  boolean: z.literal(true).optional(),
  duration: z.literal(true).optional(),
  number: z.literal(true).optional(),
  /** `1925.0` becomes `1925`. */
  integer: z.literal(true).optional(),
  /** Zeros on the left up to this length. */
  pad: z.number().int().min(1).max(64).optional(),
  prefix: z.string().optional(),
  default: constant.optional(),
  /** Nothing, unless the column has one of these texts. */
  when: condition.optional(),
  /** Of a case's rows, the first or the last that has a value; the last unless it is given. */
  take: z.enum(['first', 'last']).optional(),
});

/** Where a value comes from and how its text is read. See docs/import.md. */
export type ValueRule = z.infer<typeof rule>;

const SOURCES = ['column', 'template', 'value', 'rowHash'] as const;
const READERS = ['map', 'date', 'dateTime', 'duration', 'number', 'boolean'] as const;
/** What says more of how a text is read, and the way that it goes with. */
const COMPANIONS = [
  ['otherwise', 'map'],
  ['zone', 'dateTime'],
] as const;
const TEXT_KEYS = ['integer', 'pad', 'prefix'] as const;

export type RuleReading =
  | { readonly kind: 'rule'; readonly rule: ValueRule }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

/** Reads a column's name, or a rule with exactly one source and at most one way to read its text. */
export function readValueRule(content: unknown): RuleReading {
  if (typeof content === 'string' && content !== '') {
    return { kind: 'rule', rule: Object.freeze({ column: content }) };
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    const got = JSON.stringify(content);
    return { kind: 'faults', faults: [`expected a column or a rule for a value, but got: ${got}`] };
  }
  const result = rule.safeParse(content);
  const faults = result.success
    ? contradictionsIn(result.data)
    : result.error.issues.map((issue) => [...issue.path.map(String), issue.message].join(': '));
  if (!result.success || faults.length > 0) return { kind: 'faults', faults };
  return { kind: 'rule', rule: Object.freeze(result.data) };
}

function contradictionsIn(found: ValueRule): readonly string[] {
  const present = (keys: readonly (keyof ValueRule)[]) =>
    keys.filter((key) => found[key] !== undefined);
  const sources = present(SOURCES);
  const readers = present(READERS);
  const forTexts = [...present(TEXT_KEYS), ...readers];
  const faults: string[] = [];
  if (sources.length !== 1) {
    faults.push(`expected one of ${SOURCES.join(', ')}, but got: ${list(sources)}`);
  }
  if (readers.length > 1 || (readers.length === 1 && forTexts.length > 1)) {
    faults.push(`expected one way to read the text, but got: ${list(forTexts)}`);
  }
  for (const [key, reader] of COMPANIONS) {
    if (found[key] !== undefined && found[reader] === undefined) {
      faults.push(`${key} goes with ${reader}, but got none`);
    }
  }
  const reading = [...forTexts, ...present(['empty', 'default'])];
  if (sources.some((key) => key === 'value' || key === 'rowHash') && reading.length > 0) {
    faults.push(`${list(sources)} has no text to read, but got: ${list(reading)}`);
  }
  return faults;
}

function list(keys: readonly string[]): string {
  return keys.length === 0 ? 'none' : keys.join(', ');
}
