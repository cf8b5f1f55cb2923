import { standardScalars } from '../../../schema/standards/scalars.ts';
import { fault, standard, type Outcome } from './outcome.ts';
import { standardiseText } from './text.ts';

/** BCP 47 in its canonical case. */
export function standardiseLanguage(value: unknown): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  try {
    // Some systems join the parts by underscores.
    const tag: unknown = standardScalars['LanguageTag']?.parseValue(
      text.value.replaceAll('_', '-'),
    );
    if (typeof tag === 'string') return standard(tag);
  } catch {
    // Refused below.
  }
  return fault('must be a BCP 47 language tag such as en-US');
}
