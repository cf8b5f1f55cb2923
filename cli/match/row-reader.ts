import type { RecordShape } from '../../subgraphs/customers/matching/run/table-builder.ts';
import { SEVERAL } from '../../subgraphs/customers/matching/values/column.ts';
import { FormatMismatch, readDay } from '../import/date-format.ts';
import {
  columnsOfSource,
  NAME_SOURCES,
  PLACE,
  type FieldSource,
  type MatchMapping,
} from './mapping.ts';

/** A mapping made ready for the columns of one file. */
export interface RowReader {
  /** The raw texts of a row's fields, in the places that `shapeOf` gives them. */
  textsOf(row: readonly string[]): readonly string[];
  /** What the row is called; null when the file has no column for that. */
  idOf(row: readonly string[]): string | null;
  truthOf(row: readonly string[]): string;
}

/** The fields of a mapping, with the places of their texts. */
export function shapeOf({ names, fields }: MatchMapping): RecordShape {
  const parts = NAME_SOURCES.filter((part) => names.has(part));
  const placeOf = (part: (typeof NAME_SOURCES)[number]) => {
    const place = parts.indexOf(part);
    return place === -1 ? null : place;
  };
  return {
    names:
      parts.length === 0
        ? null
        : {
            given: placeOf('givenName'),
            family: placeOf('familyName'),
            additional: placeOf('additionalName'),
            full: placeOf('fullName'),
          },
    fields: fields.map(({ name, role }, index) => ({ name, role, place: parts.length + index })),
  };
}

/** Throws an Error that names the file and the columns that it lacks. */
export function createRowReader(
  mapping: MatchMapping,
  truthColumn: string | null,
  { file, columns }: { readonly file: string; readonly columns: readonly string[] },
): RowReader {
  const sources = [
    ...NAME_SOURCES.flatMap((part) => mapping.names.get(part) ?? []),
    ...mapping.fields.map((field) => field.source),
  ];
  const needed = [
    ...sources.flatMap(columnsOfSource),
    ...[mapping.id, truthColumn].filter((column) => column !== null),
  ];
  const missing = [...new Set(needed)].filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    throw new Error(
      `${file} must have the columns ${missing.join(', ')}, but has: ${columns.join(', ')}.`,
    );
  }
  const readers = sources.map((from) => readerOf(from, columns));
  const id = mapping.id === null ? -1 : columns.indexOf(mapping.id);
  const truth = truthColumn === null ? -1 : columns.indexOf(truthColumn);
  return {
    textsOf: (row) => readers.map((read) => read(row)),
    idOf: (row) => (id === -1 ? null : (row[id] ?? '').trim()),
    truthOf: (row) => (row[truth] ?? '').trim(),
  };
}

type Read = (row: readonly string[]) => string;

function readerOf(from: FieldSource, columns: readonly string[]): Read {
  const read = (column: string): Read => {
    const place = columns.indexOf(column);
    return (row) => row[place] ?? '';
  };
  if ('column' in from) {
    const text = read(from.column);
    return (row) => dayOf(text(row), from.date);
  }
  if ('template' in from) {
    const places = new Map(columnsOfSource(from).map((column) => [column, read(column)]));
    return (row) =>
      from.template.replace(PLACE, (_, column: string) => places.get(column)?.(row) ?? '');
  }
  const [first, ...others] = from.columns.map(read);
  if (first === undefined || others.length === 0) return first ?? (() => '');
  return (row) =>
    [first, ...others]
      .map((text) => text(row).trim())
      .filter((text) => text !== '')
      .join(SEVERAL);
}

/** A date that its format does not fit is compared as it is written. */
function dayOf(text: string, format: string): string {
  if (text.trim() === '') return '';
  try {
    return readDay(text, format);
  } catch (error) {
    if (error instanceof FormatMismatch) return text;
    throw error;
  }
}
