import { RowFault } from './apply-rule.ts';
import { faultsOfValue } from './faults-of-value.ts';
import { recordShape, type ImportKind, type InputShape } from './input-types.ts';
import type { ImportRecord } from './map-row.ts';

/** Throws a RowFault that names every value of a record that the graph would not take. */
export type CheckRecord = (record: ImportRecord) => void;

/**
 * Checks records by the graph's own input types before they are sent: GraphQL refuses a whole request for
 * one value, and one bad row must not cost the other 499.
 */
export function createRecordCheck(kind: ImportKind): CheckRecord {
  return createCheck(recordShape(kind));
}

/** As `createRecordCheck`, of any object that records have. */
export function createCheck({ fields }: InputShape): CheckRecord {
  return (record) => {
    const faults = [...unknownIn(record, fields), ...faultsIn(record, fields)];
    if (faults.length > 0) throw new RowFault(faults.join('; '));
  };
}

function unknownIn(record: ImportRecord, fields: InputShape['fields']): readonly string[] {
  const unknown = Object.keys(record).filter((field) => !Object.hasOwn(fields, field));
  return unknown.map((field) => `${field}: no field of such a record`);
}

function faultsIn(record: ImportRecord, fields: InputShape['fields']): readonly string[] {
  return Object.entries(fields).flatMap(([field, { type, required }]) => {
    const value = record[field];
    if (value === undefined) return required ? [`${field}: required, but there is no value`] : [];
    return faultsOfValue(value, type).map((fault) => `${field}: ${fault}`);
  });
}
