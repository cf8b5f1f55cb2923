import { comparisonKey } from '../../standardise/text.ts';
import { isHonorific } from './honorifics.ts';
import { transliterate } from './transliterate.ts';

/** A name as it was written: in parts, as a whole, or both. */
export interface WrittenName {
  readonly given: string;
  readonly family: string;
  readonly additional: string;
  readonly full: string;
}

/** A name as it is compared; empty where nothing is known. */
export interface NameParts {
  readonly given: string;
  readonly family: string;
  /** All other words, in order. */
  readonly others: string;
}

/**
 * Puts a name's words where they are compared. Titles are left out. A part that says nothing is taken from
 * the full name: its first word for the given name, its last one for the family name.
 */
export function namePartsOf({ given, family, additional, full }: WrittenName): NameParts {
  const known = { given: wordsOf(given), family: wordsOf(family) };
  const whole = wordsOf(full);
  const givenWords = known.given.length > 0 ? known.given : whole.slice(0, 1);
  const familyWords =
    known.family.length > 0 ? known.family : whole.length > 1 ? whole.slice(-1) : [];
  const used = new Set([...givenWords.slice(0, 1), ...familyWords]);
  const others = [...givenWords.slice(1), ...wordsOf(additional), ...whole].filter(
    (word) => !used.has(word),
  );
  return {
    given: givenWords[0] ?? '',
    family: familyWords.join(' '),
    others: [...new Set(others)].join(' '),
  };
}

function wordsOf(text: string): readonly string[] {
  if (text === '') return [];
  return transliterate(comparisonKey(text))
    .split(' ')
    .filter((word) => word !== '' && !isHonorific(word));
}
