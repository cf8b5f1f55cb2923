import type { StandardName } from '../model.ts';
import type { FaultList } from './fault-list.ts';
import { fault, type Outcome } from './outcome.ts';
import { isRawRecord } from './raw-record.ts';
import { standardiseText } from './text.ts';

/** Names of people and organisations: shown as they are written, compared by a key. */
function standardiseNamePart(value: unknown): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  if (!/\p{L}/u.test(text.value)) return fault('must hold a letter');
  return text;
}

/** A full name is put together from its parts, and never taken apart: which word is the family's is not written on it. */
export function standardiseName(value: unknown, faults: FaultList): StandardName | null {
  if (value === null || value === undefined) return null;
  if (!isRawRecord(value)) {
    faults.add('name', value, 'must be an object');
    return null;
  }
  const take = (part: keyof StandardName) =>
    faults.take(`name.${part}`, value[part], standardiseNamePart(value[part]));
  const [given, additional, family] = [take('given'), take('additional'), take('family')];
  const joined = [given, additional, family].filter((part) => part !== null).join(' ');
  const full = take('full') ?? joined;
  const honorificPrefix = take('honorificPrefix');
  const honorificSuffix = take('honorificSuffix');
  // A title alone is nobody's name.
  if (full === '') return null;
  return { full, given, family, additional, honorificPrefix, honorificSuffix };
}
