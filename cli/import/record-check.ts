import { readFileSync } from 'node:fs';
import {
  buildSchema,
  coerceInputValue,
  isInputType,
  isScalarType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { standardScalars } from '../../schema/standards/scalars.ts';
import { RowFault } from './apply-rule.ts';
import type { ImportRecord } from './map-row.ts';
import type { ImportKind } from './mapping.ts';

/** Throws a RowFault that says what a record lacks. */
export type CheckRecord = (record: ImportRecord) => void;

const INPUT_TYPES: Readonly<Record<ImportKind, string>> = {
  customers: 'CustomerRecordInput',
  complaints: 'CaseRecordInput',
  calls: 'InteractionRecordInput',
  reviews: 'SurveyAnswerRecordInput',
  loans: 'LoanInput',
};

const API = new URL('../../schema/api.graphql', import.meta.url);

/**
 * Checks records by the graph's own input types before they are sent: GraphQL refuses a whole request for
 * one value, and one bad row must not cost the other 499.
 */
export function createRecordCheck(kind: ImportKind): CheckRecord {
  const schema = readApiSchema();
  const type = inputType(schema, INPUT_TYPES[kind]);
  const borrowerType = inputType(schema, 'BorrowerInput');
  return (record) => {
    const { borrower, ...rest } = record;
    const complete = 'division' in inputFields(type) ? { ...rest, division: 'any' } : rest;
    check(complete, type);
    if (borrower !== undefined) check(borrower, borrowerType);
  };
}

function check(value: unknown, type: GraphQLInputType): void {
  const faults: string[] = [];
  coerceInputValue(value, type, (path, _invalid, error) => {
    faults.push(path.length === 0 ? error.message : `${path.join('.')}: ${error.message}`);
  });
  if (faults.length > 0) throw new RowFault(faults.join('; '));
}

function readApiSchema(): GraphQLSchema {
  const schema = buildSchema(readFileSync(API, 'utf8'));
  for (const type of Object.values(schema.getTypeMap())) {
    const standard = standardScalars[type.name];
    if (isScalarType(type) && standard !== undefined) type.parseValue = standard.parseValue;
  }
  return schema;
}

function inputType(schema: GraphQLSchema, name: string): GraphQLInputType {
  const type = schema.getType(name);
  if (type === undefined || !isInputType(type))
    throw new Error(`The graph has no input type ${name}.`);
  return type;
}

function inputFields(type: GraphQLInputType): Readonly<Record<string, unknown>> {
  return 'getFields' in type ? type.getFields() : {};
}
