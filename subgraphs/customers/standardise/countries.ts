import { COUNTRY_CODES } from '../../../schema/standards/code-lists.ts';
import { fault, standard, type Outcome } from './outcome.ts';
import { comparisonKey, standardiseText } from './text.ts';

/** ISO 3166-1 alpha-2, from the code or the country's English name. */
export function standardiseCountry(value: unknown): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const code = text.value.toUpperCase();
  if (COUNTRY_CODES.has(code)) return standard(code);
  const named = countryNames().get(comparisonKey(text.value));
  return named === undefined
    ? fault('must be an ISO 3166-1 alpha-2 code such as US')
    : standard(named);
}

/** Common short forms that are neither the code nor the name. */
const SHORT_FORMS: readonly (readonly [string, string])[] = [
  ['usa', 'US'],
  ['united states of america', 'US'],
  ['uk', 'GB'],
  ['great britain', 'GB'],
];

let names: ReadonlyMap<string, string> | undefined;

/** Built with the first name: most records have a code. */
function countryNames(): ReadonlyMap<string, string> {
  const english = new Intl.DisplayNames(['en'], { type: 'region' });
  names ??= new Map([
    ...[...COUNTRY_CODES].map((code) => [comparisonKey(english.of(code) ?? code), code] as const),
    ...SHORT_FORMS,
  ]);
  return names;
}
