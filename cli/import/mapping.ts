import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { faultOfFormat } from './date-format.ts';
import { IMPORT_KINDS, recordShape, type ImportKind } from './input-types.ts';
import { readObjectRule, type ObjectRule, type OnFault } from './record-rule.ts';
import { condition, type Condition } from './value-rule.ts';

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
  delimiter: z.string().length(1).default(','),
  record: z.record(z.string(), z.unknown()),
  /** Only rows whose column has one of these texts; the others are counted as skipped. */
  where: condition.optional(),
  /** Rows that break these are reported and still imported. */
  warnings: z.array(warning).default([]),
});

/** How the rows of a file become records. */
export interface Mapping {
  readonly kind: ImportKind;
  readonly delimiter: string;
  readonly where?: Condition | undefined;
  readonly record: ObjectRule;
  readonly warnings: readonly z.infer<typeof warning>[];
}

/** Throws an Error that names the file and every fault in it. */
export function readMapping(file: string): Mapping {
  const content = parseYaml(file);
  const faults: string[] = [];
  const onFault: OnFault = (place, fault) =>
    faults.push(place === '' ? fault : `${place}: ${fault}`);
  const result = mapping.safeParse(content);
  for (const issue of result.error?.issues ?? []) onFault(issue.path.join('.'), issue.message);
  const record = readRecord(content, onFault);
  if (result.success && record !== null && faults.length === 0) {
    return Object.freeze({ ...result.data, record });
  }
  const lines = faults.map((fault) => `- ${fault}`).join('\n');
  throw new Error(`Mapping ${file} is not valid.\n${lines}`);
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
  return readObjectRule({ content: record, place: 'record', onFault }, recordShape(kind));
}
