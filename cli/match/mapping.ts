import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { isRole, ROLES, type Role } from '../../subgraphs/customers/matching/roles.ts';
import { faultOfFormat } from '../import/date-format.ts';

const columnName = z.string().min(1);

const source = z.union([
  columnName.transform((column) => ({ columns: [column] })),
  z
    .array(columnName)
    .min(1)
    .transform((columns) => ({ columns })),
  z.strictObject({ template: z.string().regex(/\{[^}]+\}/, 'needs a {column} place') }),
  z.strictObject({
    column: columnName,
    date: z.string().superRefine((format, context) => {
      const fault = faultOfFormat(format);
      if (fault !== null) context.addIssue(fault);
    }),
  }),
]);

const mapping = z.strictObject({
  /** The column that names a record in what is written about it; else its number in the file. */
  id: columnName.optional(),
  delimiter: z.string().length(1).default(','),
  truth: z.strictObject({ column: columnName, pattern: z.string().optional() }).optional(),
  fields: z.record(z.string(), source),
});

/** Where the raw text of a field comes from. */
export type FieldSource = z.infer<typeof source>;

/** The parts of a name, which are put together into one; a mapping has them beside the roles. */
export const NAME_SOURCES = ['givenName', 'familyName', 'additionalName', 'fullName'] as const;
export type NameSource = (typeof NAME_SOURCES)[number];

export interface MatchMapping {
  readonly id: string | null;
  readonly delimiter: string;
  readonly truth: { readonly column: string; readonly pattern?: string | undefined } | null;
  readonly names: ReadonlyMap<NameSource, FieldSource>;
  readonly fields: readonly MappedField[];
}

export interface MappedField {
  /** The key in the mapping, e.g. `street2`: a role, and a number when there are several of it. */
  readonly name: string;
  readonly role: Role;
  readonly source: FieldSource;
}

/** Throws an Error that names the file and every fault in it. */
export function readMatchMapping(file: string): MatchMapping {
  const result = mapping.safeParse(parseYaml(file));
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => [...path, message].join(': '));
    throw notValid(file, faults);
  }
  const { id = null, delimiter, truth = null } = result.data;
  const entries = Object.entries(result.data.fields);
  const names = new Map<NameSource, FieldSource>();
  const fields: MappedField[] = [];
  const faults: string[] = [];
  for (const [name, from] of entries) {
    const part = NAME_SOURCES.find((known) => known === name);
    const role = name.replace(/[2-9]$/, '');
    if (part !== undefined) names.set(part, from);
    else if (isRole(role) && !NAME_ROLES.has(role)) fields.push({ name, role, source: from });
    else faults.push(`fields.${name}: no such field; there are: ${FIELD_NAMES.join(', ')}`);
  }
  if (entries.length === 0) faults.push('fields: at least one is needed, but there is none');
  if (faults.length > 0) throw notValid(file, faults);
  return Object.freeze({ id, delimiter, truth, names, fields });
}

/** Roles that names are brought into: a mapping gives the parts as they are written. */
const NAME_ROLES: ReadonlySet<Role> = new Set(['givenName', 'familyName', 'otherNames']);

const FIELD_NAMES: readonly string[] = [
  ...NAME_SOURCES,
  ...Object.keys(ROLES).filter((role) => isRole(role) && !NAME_ROLES.has(role)),
];

function notValid(file: string, faults: readonly string[]): Error {
  return new Error(`Mapping ${file} is not valid.\n${faults.map((it) => `- ${it}`).join('\n')}`);
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

/** The columns that a source reads. */
export function columnsOfSource(from: FieldSource): readonly string[] {
  if ('columns' in from) return from.columns;
  if ('column' in from) return [from.column];
  return [...from.template.matchAll(PLACE)].map((match) => match[1] ?? '');
}

export const PLACE = /\{([^}]+)\}/g;
