import { createRequire } from 'node:module';
import type { GraphQLScalarType } from 'graphql';
import type * as PhoneLibrary from 'libphonenumber-js/min';
import { COUNTRY_CODES, CURRENCY_CODES, WITHDRAWN_CURRENCY_CODES } from './code-lists.ts';
import { readDate, readDateTime, writeDateTime } from './date-time.ts';
import { textScalar } from './text-scalar.ts';
import type { TextScalarRules } from './text-scalar.ts';

// The form that HTML calls a valid e-mail address; RFC 5321 section 4.5.3.1 bounds the lengths.
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const EMAIL = new RegExp(`^[a-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${LABEL}(?:\\.${LABEL})*$`, 'i');
const E164 = /^\+[1-9]\d{1,14}$/;
const RFC3339 = 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6';
const ISO3166 = 'https://www.iso.org/iso-3166-country-codes.html';
const SUBDIVISION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** More digits than any currency has; keeps a hostile number out of the databases. */
const DECIMAL_LENGTH = 64;

/**
 * The company's scalars, by name. Every value is text inside and outside: a resolver gets and gives text
 * (`DateTime` takes a Date too, `Decimal` an integer), in one normal form.
 */
export const standardScalars: Readonly<Record<string, GraphQLScalarType>> = Object.freeze(
  Object.fromEntries(rules().map((rule) => [rule.name, textScalar(rule)])),
);

function rules(): readonly TextScalarRules[] {
  return [...contactRules(), ...timeRules(), ...codeRules(), decimal()];
}

function contactRules(): readonly TextScalarRules[] {
  return [
    {
      name: 'EmailAddress',
      specifiedByURL: 'https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address',
      expected: 'an e-mail address such as name@example.org',
      read: (text) => (text.length <= 254 && EMAIL.test(text) ? text : null),
    },
    {
      name: 'PhoneNumber',
      specifiedByURL: 'https://www.itu.int/rec/T-REC-E.164',
      expected: 'an E.164 number that can exist, such as +15055550123',
      read: (text) => (E164.test(text) && phones().isPossiblePhoneNumber(text) ? text : null),
      // What is stored was checked when it came; the form is enough on the way out.
      write: (text) => (E164.test(text) ? text : null),
    },
  ];
}

let phoneLibrary: typeof PhoneLibrary | undefined;

/** Loaded with the first number: half of a cold start of this file otherwise. */
function phones(): typeof PhoneLibrary {
  // `require` knows no types; the package's own are named above.
  phoneLibrary ??= createRequire(import.meta.url)('libphonenumber-js/min') as typeof PhoneLibrary;
  return phoneLibrary;
}

function timeRules(): readonly TextScalarRules[] {
  return [
    {
      name: 'Date',
      specifiedByURL: RFC3339,
      expected: 'a calendar date that exists, such as 2026-01-31',
      read: readDate,
    },
    {
      name: 'DateTime',
      specifiedByURL: RFC3339,
      expected: 'an RFC 3339 time with its offset, such as 2026-01-31T09:30:00Z',
      read: readDateTime,
      textOf: (value) => (value instanceof Date ? writeDateTime(value) : null),
    },
  ];
}

function codeRules(): readonly TextScalarRules[] {
  return [
    {
      name: 'CountryCode',
      specifiedByURL: ISO3166,
      expected: 'an ISO 3166-1 alpha-2 code such as US',
      read: (text) => (COUNTRY_CODES.has(text) ? text : null),
    },
    {
      name: 'SubdivisionCode',
      specifiedByURL: ISO3166,
      expected: 'an ISO 3166-2 code such as US-NM',
      read: (text) => (SUBDIVISION.test(text) && COUNTRY_CODES.has(text.slice(0, 2)) ? text : null),
    },
    {
      name: 'CurrencyCode',
      specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
      expected: 'an ISO 4217 code such as USD',
      read: (text) => (CURRENCY_CODES.has(text) ? text : null),
      // A contract of 2022 in kuna is still readable; a new one is refused.
      write: (text) =>
        CURRENCY_CODES.has(text) || WITHDRAWN_CURRENCY_CODES.has(text) ? text : null,
    },
    {
      name: 'LanguageTag',
      specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc5646',
      expected: 'a BCP 47 language tag such as en-US',
      read: canonicalLanguage,
    },
  ];
}

function canonicalLanguage(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

function decimal(): TextScalarRules {
  return {
    name: 'Decimal',
    expected: `a decimal number as text such as "1234.50", at most ${DECIMAL_LENGTH} characters`,
    read: (text) => (text.length <= DECIMAL_LENGTH && DECIMAL.test(text) ? text : null),
    textOf: (value) => {
      if (typeof value === 'bigint') return value.toString();
      // A float has lost its digits already; an integer in this range has not.
      return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
    },
  };
}
