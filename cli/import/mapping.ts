import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { faultOfFormat } from './date-format.ts';
import { IMPORT_KINDS, logEntryShape, recordShape, type ImportKind } from './input-types.ts';
import { placesOfTake, readObjectRule, type ObjectRule, type OnFault } from './record-rule.ts';
import { condition, readValueRule, type Condition, type ValueRule } from './value-rule.ts';

const warning = z.strictObject({
  name: z.string().min(1),
  /** The first column's date must not be before the second's. */
  notBefore: z.tuple([z.string().min(1), z.string().min(1)]),
  date: z.string().superRefine((format, context) => {
    const fault = faultOfFormat(format);
    if (fault !== null) context.addIssue(fault);
  }),
});

const mapping = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  /** Whose records they are, unless the command line or a row says it. */
  division: z.string().min(1).optional(),
  delimiter: z.string().length(1).default(','),
  record: z.record(z.string(), z.unknown()),
  /** What each row says of its case; of a log of cases only. */
  event: z.unknown().optional(),
  /** Orders rows of one case and one time. */
  order: z.unknown().optional(),
  /** Only rows whose column has one of these texts; the others are counted as skipped. */
  where: condition.optional(),
  /** Rows that break these are reported and still imported. */
  warnings: z.array(warning).default([]),
});

/** How the rows of a file become records. */
export interface Mapping {
  readonly kind: ImportKind;
  readonly delimiter: string;
  readonly division?: string | undefined;
  readonly where?: Condition | undefined;
  readonly record: ObjectRule;
  /** Null where each row is a record of its own. */
  readonly log: LogRules | null;
  readonly warnings: readonly z.infer<typeof warning>[];
}

/** How the rows of a case become its log. */
export interface LogRules {
  readonly event: ObjectRule;
  readonly order: ValueRule | null;
}

/**
 * `kind` is what the command line says. Throws an Error that names the file and every fault in it.
 */
export function readMapping(file: string, kind?: string): Mapping {
  const faults: string[] = [];
  const onFault: OnFault = (place, fault) =>
    faults.push(place === '' ? fault : `${place}: ${fault}`);
  const content = withKind(parseYaml(file), kind, onFault);
  const result = mapping.safeParse(content);
  for (const issue of result.error?.issues ?? []) onFault(issue.path.join('.'), issue.message);
  const record = readRecord(content, onFault);
  const log = readLog(content, onFault);
  if (result.success && record !== null && faults.length === 0) {
    const { event: _event, order: _order, ...rest } = result.data;
    return Object.freeze({ ...rest, record, log });
  }
  const lines = faults.map((fault) => `- ${fault}`).join('\n');
  throw new Error(`Mapping ${file} is not valid.\n${lines}`);
}

function withKind(content: unknown, kind: string | undefined, onFault: OnFault): unknown {
  if (kind === undefined || typeof content !== 'object' || content === null) return content;
  const said = 'kind' in content ? content.kind : kind;
  if (said !== kind) {
    onFault('kind', `expected that of --kind, ${kind}, but got: ${JSON.stringify(said)}`);
  }
  return { ...content, kind };
}

function parseYaml(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Mapping ${file} is not YAML: ${why}`, { cause: error });
  }
}

/** Null when there is no kind to read the record by. */
function readRecord(content: unknown, onFault: OnFault): ObjectRule | null {
  const outline = z.object({ kind: z.enum(IMPORT_KINDS), record: z.unknown() }).safeParse(content);
  if (!outline.success) return null;
  const { kind, record } = outline.data;
  const rule = readObjectRule({ content: record, place: 'record', onFault }, recordShape(kind));
  if (kind !== 'cases') refuseTake(rule, 'record', onFault);
  return rule;
}

const log = z.object({
  kind: z.enum(IMPORT_KINDS),
  event: z.unknown().optional(),
  order: z.unknown().optional(),
});

/** Null for a kind whose rows are no log. */
function readLog(content: unknown, onFault: OnFault): LogRules | null {
  const outline = log.safeParse(content);
  if (!outline.success) return null;
  const { kind, event, order } = outline.data;
  if (kind !== 'cases') {
    if (event !== undefined) onFault('event', 'is for cases only');
    if (order !== undefined) onFault('order', 'is for cases only');
    return null;
  }
  const rule = readObjectRule({ content: event, place: 'event', onFault }, logEntryShape());
  refuseTake(rule, 'event', onFault);
  return Object.freeze({
    event: rule,
    order: order === undefined ? null : readOrder(order, onFault),
  });
}

/** A number unless the rule says how to read it. */
function readOrder(content: unknown, onFault: OnFault): ValueRule | null {
  const reading = readValueRule(content);
  if (reading.kind === 'rule') {
    const isPlain = Object.keys(reading.rule).every((key) => key === 'column' || key === 'empty');
    return isPlain ? { ...reading.rule, number: true } : reading.rule;
  }
  for (const fault of reading.faults) onFault('order', fault);
  return null;
}

function refuseTake(rule: ObjectRule, place: string, onFault: OnFault): void {
  for (const below of placesOfTake(rule, place)) {
    onFault(below, 'take is for the record of a case with a log only');
  }
}
