import { fault, standard, type Outcome } from './outcome.ts';
import { REGIONS } from './regions.ts';
import { comparisonKey, standardiseText } from './text.ts';

/** ISO 3166-2 from a state's code or English name and the country. */
export function standardiseRegion(value: unknown, country: string | null): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const code = text.value.toUpperCase();
  const whole = /^([A-Z]{2})-([A-Z0-9]{1,3})$/.exec(code);
  if (whole !== null) return wholeCode(code, whole[1] ?? '', country);
  if (country === null) return fault('must be an ISO 3166-2 code or come with a country');
  const known = REGIONS.get(country);
  if (known === undefined) {
    // The code's form is all that can be checked without the country's list.
    return /^[A-Z0-9]{1,3}$/.test(code) ? standard(`${country}-${code}`) : noRegion(country);
  }
  const found = known.has(code) ? code : codeNamed(known, text.value);
  return found === undefined ? noRegion(country) : standard(`${country}-${found}`);
}

function wholeCode(code: string, itsCountry: string, country: string | null): Outcome<string> {
  if (country !== null && itsCountry !== country) return fault(`must lie in ${country}`);
  const known = REGIONS.get(itsCountry);
  if (known !== undefined && !known.has(code.slice(3))) return noRegion(itsCountry);
  return standard(code);
}

function codeNamed(known: ReadonlyMap<string, string>, name: string): string | undefined {
  const key = comparisonKey(name);
  return [...known].find(([, regionName]) => regionName === key)?.[0];
}

function noRegion(country: string): Outcome<never> {
  return fault(`must be an ISO 3166-2 subdivision of ${country}`);
}

/** Postal codes whose form we know; of other countries any short code is taken as it is. */
const POSTAL_CODES: Readonly<Record<string, { readonly form: RegExp; readonly write: string }>> = {
  US: { form: /^(\d{5})-?(\d{4})?$/, write: '$1-$2' },
  CA: { form: /^([ABCEGHJ-NPRSTVXY]\d[A-Z])[ -]?(\d[A-Z]\d)$/, write: '$1 $2' },
  GB: { form: /^([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})$/, write: '$1 $2' },
  AU: { form: /^(\d{4})$/, write: '$1' },
  DE: { form: /^(\d{5})$/, write: '$1' },
};

const ANY_POSTAL_CODE = /^[A-Z0-9][A-Z0-9 -]{1,10}$/;

export function standardisePostalCode(value: unknown, country: string | null): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const code = text.value.toUpperCase();
  const rule = country === null ? undefined : POSTAL_CODES[country];
  if (rule !== undefined && rule.form.test(code)) {
    return standard(code.replace(rule.form, rule.write).replace(/-$/, ''));
  }
  if (rule === undefined && ANY_POSTAL_CODE.test(code)) return standard(code);
  return fault(`must be a postal code${country === null ? '' : ` of ${country}`}`);
}
