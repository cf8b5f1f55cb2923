import { columnsOfMapping } from './map-row.ts';
import type { Mapping } from './mapping.ts';

/** Throws an Error that names every column that the mapping needs and the file lacks, or has twice. */
export function checkColumns(mapping: Mapping, columns: readonly string[], file: string): void {
  const needed = columnsOfMapping(mapping);
  const missing = needed.filter((column) => !columns.includes(column));
  const has = `but ${file} has: ${columns.join(', ')}.`;
  if (missing.length > 0) {
    throw new Error(`The mapping needs the columns ${missing.join(', ')}, ${has}`);
  }
  const twice = needed.filter((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice.length === 0) return;
  throw new Error(`The mapping needs each of the columns ${twice.join(', ')} once, ${has}`);
}
