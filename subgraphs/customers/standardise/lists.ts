import type { FaultList } from './fault-list.ts';
import { isRawRecord, type RawRecord } from './raw-record.ts';
import { kindOf } from './text.ts';

/** Nobody has more contact points in one system; what is beyond stays raw. */
const MOST_ENTRIES = 20;

/** Where an entry stands, how it came, and where its faults go. */
export interface Entry {
  readonly path: string;
  readonly raw: RawRecord;
  readonly faults: FaultList;
}

/** Standardises each entry of a list field; `read` gives null for an entry that has no standard form. */
export function standardiseList<Value>(
  place: { readonly field: string; readonly value: unknown; readonly faults: FaultList },
  read: (entry: Entry) => Value | null,
  keyOf: (value: Value) => string,
): readonly Value[] {
  const { field, value, faults } = place;
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) {
    faults.add(field, value, `must be a list, but got: ${kindOf(value)}`);
    return [];
  }
  if (value.length > MOST_ENTRIES) {
    faults.add(field, `${value.length} entries`, `must have at most ${MOST_ENTRIES} entries`);
  }
  const found = new Map<string, Value>();
  value.slice(0, MOST_ENTRIES).forEach((raw: unknown, index) => {
    const path = `${field}[${index}]`;
    if (!isRawRecord(raw)) {
      faults.add(path, raw, 'must be an object');
      return;
    }
    const entry = read({ path, raw, faults });
    if (entry !== null && !found.has(keyOf(entry))) found.set(keyOf(entry), entry);
  });
  return [...found.values()];
}
