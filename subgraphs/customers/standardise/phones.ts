import {
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/min';
import { fault, standard, type Outcome } from './outcome.ts';
import { standardiseText } from './text.ts';

export interface PhoneNumber {
  /** E.164. */
  readonly number: string;
  readonly extension: string | null;
}

/**
 * A phone number as E.164. A national number needs the country; without one it stays as it came. A number
 * must be possible (length and form), not in service: who assigns numbers changes more often than we do.
 */
export function standardisePhone(value: unknown, country: string | null): Outcome<PhoneNumber> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const written = text.value;
  if (country === null && !written.startsWith('+')) {
    return fault('must begin with "+" or come with a country');
  }
  // An unknown country is a plain text to the library, which then finds no number.
  const phone = parsePhoneNumberFromString(written, {
    ...(country === null ? {} : { defaultCountry: country as CountryCode }),
    extract: false,
  });
  if (phone?.isPossible() !== true) return fault(expectation(country));
  if (/^(\d)\1+$/.test(phone.nationalNumber)) return fault('is a placeholder, not a number');
  return standard({ number: phone.number, extension: phone.ext ?? null });
}

function expectation(country: string | null): string {
  return `must be a phone number that is possible${country === null ? '' : ` in ${country}`}`;
}

/** The digits that people dial at home: an E.164 number without its country code. */
export function nationalDigits(number: string): string {
  const digits = number.slice(1);
  // No code begins another one, so the first that fits is the one.
  const length = [1, 2, 3].find((size) => CALLING_CODES.has(digits.slice(0, size))) ?? 0;
  return digits.slice(length);
}

const CALLING_CODES: ReadonlySet<string> = new Set(
  getCountries().map((country) => getCountryCallingCode(country)),
);
