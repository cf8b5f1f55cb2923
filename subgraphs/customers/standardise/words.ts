import { fault, standard, type Outcome } from './outcome.ts';
import { standardiseText } from './text.ts';

/** One of a few words, in any case; hyphens and underscores are the same. */
export function standardiseWord<Word extends string>(
  value: unknown,
  words: readonly Word[],
): Outcome<Word> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const plain = (word: string) => word.toUpperCase().replaceAll('-', '_');
  const found = words.find((word) => plain(word) === plain(text.value));
  return found === undefined ? fault(`must be one of ${words.join(', ')}`) : standard(found);
}
