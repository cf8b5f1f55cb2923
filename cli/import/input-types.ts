import { readFileSync } from 'node:fs';
import {
  buildSchema,
  isInputObjectType,
  isRequiredInputField,
  isScalarType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { standardScalars } from '../../schema/standards/scalars.ts';

export const IMPORT_KINDS = [
  'customers',
  'complaints',
  'cases',
  'calls',
  'reviews',
  'loans',
] as const;

/** What a file can hold. */
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A field that a record, or an object in it, may have. */
export interface InputField {
  readonly type: GraphQLInputType;
  /** True when the object needs it and has no default for it. */
  readonly required: boolean;
}

export interface InputShape {
  readonly fields: Readonly<Record<string, InputField>>;
  /** Values that every such object has, whatever a mapping says of them or not. */
  readonly defaults: Readonly<Record<string, string>>;
}

const INPUT_TYPES: Readonly<Record<ImportKind, string>> = {
  customers: 'CustomerRecordInput',
  complaints: 'CaseRecordInput',
  cases: 'CaseLogRecordInput',
  calls: 'InteractionRecordInput',
  reviews: 'SurveyAnswerRecordInput',
  loans: 'LoanInput',
};

/** A file that is imported once has no versions; one that comes again needs a column for them. */
const FIRST_VERSION = { version: '1' };

const DEFAULTS: Readonly<Record<string, InputShape['defaults']>> = {
  CustomerRecordInput: FIRST_VERSION,
  BorrowerInput: FIRST_VERSION,
  CaseRecordInput: { type: 'COMPLAINT' },
  CaseLogRecordInput: { type: 'INCIDENT' },
  InteractionRecordInput: { channel: 'PHONE' },
  SurveyAnswerRecordInput: { kind: 'CSAT' },
};

const API = new URL('../../schema/api.graphql', import.meta.url);

let schema: GraphQLSchema | null = null;

/**
 * What a kind's records hold, as the graph has them. `division` may be left to the command line. The entries of a
 * case's log come from its rows, each by the rules for one; a loan may come with its borrower.
 */
export function recordShape(kind: ImportKind): InputShape {
  const { fields, defaults } = shapeOf(inputType(INPUT_TYPES[kind]));
  const { division, events: _fromRows, ...rest } = fields;
  const named =
    division === undefined ? {} : { division: { type: division.type, required: false } };
  const borrower =
    kind === 'loans' ? { borrower: { type: inputType('BorrowerInput'), required: false } } : {};
  return { fields: { ...rest, ...named, ...borrower }, defaults };
}

/** What one row of a case's log says. */
export function logEntryShape(): InputShape {
  return shapeOf(inputType('CaseLogEventInput'));
}

export function shapeOf(type: GraphQLInputObjectType): InputShape {
  const defaults = DEFAULTS[type.name] ?? {};
  const fields = Object.values(type.getFields()).map((field): [string, InputField] => [
    field.name,
    { type: field.type, required: isRequiredInputField(field) && !(field.name in defaults) },
  ]);
  return { fields: Object.fromEntries(fields), defaults };
}

function inputType(name: string): GraphQLInputObjectType {
  schema ??= readApiSchema();
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`The graph has no input type ${name}.`);
  return type;
}

function readApiSchema(): GraphQLSchema {
  const api = buildSchema(readFileSync(API, 'utf8'));
  for (const type of Object.values(api.getTypeMap())) {
    const standard = standardScalars[type.name];
    if (isScalarType(type) && standard !== undefined) type.parseValue = standard.parseValue;
  }
  return api;
}
