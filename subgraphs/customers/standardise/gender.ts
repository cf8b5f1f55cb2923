import type { Gender } from '../model.ts';
import { comparisonKey, standardiseText } from './text.ts';
import { fault, standard, type Outcome } from './outcome.ts';

/** ISO/IEC 5218: its codes, and the English words and letters that divisions write for them. */
const GENDERS: ReadonlyMap<string, Gender> = new Map([
  ...(['0', 'u', 'unknown', 'not known'] as const).map((word) => [word, 'NOT_KNOWN'] as const),
  ...(['1', 'm', 'male', 'man'] as const).map((word) => [word, 'MALE'] as const),
  ...(['2', 'f', 'female', 'woman'] as const).map((word) => [word, 'FEMALE'] as const),
  ...(['9', 'not applicable'] as const).map((word) => [word, 'NOT_APPLICABLE'] as const),
]);

export function standardiseGender(value: unknown): Outcome<Gender> {
  const text = standardiseText(typeof value === 'number' ? String(value) : value);
  if (text.kind !== 'standard') return text;
  const gender = GENDERS.get(comparisonKey(text.value));
  return gender === undefined
    ? fault('must be an ISO/IEC 5218 code (0, 1, 2, 9) or its English word')
    : standard(gender);
}
