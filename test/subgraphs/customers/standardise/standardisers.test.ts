import { describe, expect, test } from '@jest/globals';
import {
  standardisePostalCode,
  standardiseRegion,
} from '../../../../subgraphs/customers/standardise/addresses.ts';
import { standardiseCountry } from '../../../../subgraphs/customers/standardise/countries.ts';
import {
  standardiseBirthDate,
  standardiseDate,
  type DateFormat,
} from '../../../../subgraphs/customers/standardise/dates.ts';
import { standardiseEmail } from '../../../../subgraphs/customers/standardise/emails.ts';
import { standardiseGender } from '../../../../subgraphs/customers/standardise/gender.ts';
import {
  isNationalScheme,
  standardiseIdentifier,
  standardiseScheme,
} from '../../../../subgraphs/customers/standardise/identifiers.ts';
import { standardiseLanguage } from '../../../../subgraphs/customers/standardise/language.ts';
import type { Outcome } from '../../../../subgraphs/customers/standardise/outcome.ts';
import {
  nationalDigits,
  standardisePhone,
} from '../../../../subgraphs/customers/standardise/phones.ts';

/** The value, `null` where nothing was there, or `fault: ` and the reason. */
function shown<Value>(outcome: Outcome<Value>): Value | string | null {
  if (outcome.kind === 'fault') return `fault: ${outcome.reason}`;
  return outcome.kind === 'absent' ? null : outcome.value;
}

describe('dates', () => {
  test.each<[string, DateFormat | null, string | null]>([
    ['1990-12-13', null, '1990-12-13'],
    [' 1990-12-13T00:00:00Z ', null, '1990-12-13'],
    ['19901213', null, '1990-12-13'],
    ['12/13/1990', null, '1990-12-13'],
    ['13-12-1990', null, '1990-12-13'],
    ['4/4/1990', null, '1990-04-04'],
    ['2/4/1965', null, 'fault: is ambiguous: 1965-04-02 or 1965-02-04'],
    ['2/4/1965', 'month-day-year', '1965-02-04'],
    ['02-04-1965', 'day-month-year', '1965-04-02'],
    ['12/13/1990', 'day-month-year', 'fault: must be a day that exists'],
    ['3 Jan 1990', null, '1990-01-03'],
    ['January 3, 1990', null, '1990-01-03'],
    ['3. Sept. 1990', null, '1990-09-03'],
    ['3 Foo 1990', null, 'fault: must be a day that exists'],
    ['1990-02-30', null, 'fault: must be a day that exists'],
    ['30/2/1990', null, 'fault: must be a day that exists'],
    ['1/2/90', null, 'fault: must be a calendar date, best as yyyy-mm-dd'],
    ['0000-00-00', null, 'fault: must be a day that exists'],
    ['yesterday', null, 'fault: must be a calendar date, best as yyyy-mm-dd'],
    ['n/a', null, null],
    ['', null, null],
  ])('%j read as %j gives %j', (text, format, expected) => {
    expect(shown(standardiseDate(text, format))).toBe(expected);
  });

  test('nobody is born in the future', () => {
    expect(shown(standardiseBirthDate('2026-11-23', '2026-11-22'))).toBe(
      'fault: must not lie in the future',
    );
    expect(shown(standardiseBirthDate('2026-11-22', '2026-11-22'))).toBe('2026-11-22');
  });
});

describe('phones', () => {
  test.each<[unknown, string | null, string | null]>([
    ['367-171-6840', 'US', '+13671716840'],
    ['(505) 555-0123', 'US', '+15055550123'],
    ['+49 30 901820', 'US', '+4930901820'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['０３０ ９０１８２０', 'DE', '+4930901820'],
    ['505-555-0123', null, 'fault: must begin with "+" or come with a country'],
    ['12345', 'US', 'fault: must be a phone number that is possible in US'],
    ['000-000-0000', 'US', 'fault: is a placeholder, not a number'],
    ['call me', 'US', 'fault: must be a phone number that is possible in US'],
    ['+1 505 555 0123 and more', 'US', 'fault: must be a phone number that is possible in US'],
    [5055550123, 'US', 'fault: must be text, but got: number'],
    ['N/A', 'US', null],
    [null, 'US', null],
  ])('%j in %j gives %j', (text, country, expected) => {
    const outcome = standardisePhone(text, country);
    expect(outcome.kind === 'standard' ? outcome.value.number : shown(outcome)).toBe(expected);
  });

  test('an extension is kept apart', () => {
    expect(shown(standardisePhone('505-555-0123 ext. 77', 'US'))).toEqual({
      number: '+15055550123',
      extension: '77',
    });
  });

  test('national digits leave the country code out', () => {
    expect(['+15055550123', '+4930901820', '+35312345678'].map(nationalDigits)).toEqual([
      '5055550123',
      '30901820',
      '12345678',
    ]);
  });
});

describe('e-mail addresses', () => {
  test.each([
    ['Emma.Smith@GMAIL.com', 'Emma.Smith@gmail.com'],
    [' <a@b.example> ', 'a@b.example'],
    ['mailto:a@b.example', 'a@b.example'],
    ['a@bücher.example', 'a@xn--bcher-kva.example'],
    ['a@localhost', 'fault: must be an e-mail address'],
    ['a b@c.example', 'fault: must be an e-mail address'],
    ['@c.example', 'fault: must be an e-mail address'],
    ['nobody', 'fault: must be an e-mail address'],
    ['a@@c.example', 'fault: must be an e-mail address'],
  ])('%j gives %j', (text, expected) => {
    expect(shown(standardiseEmail(text))).toBe(expected);
  });
});

describe('codes', () => {
  test.each([
    ['us', 'US'],
    ['United States', 'US'],
    ['USA', 'US'],
    ['Deutschland', 'fault: must be an ISO 3166-1 alpha-2 code such as US'],
    ['XX', 'fault: must be an ISO 3166-1 alpha-2 code such as US'],
  ])('country %j gives %j', (text, expected) => {
    expect(shown(standardiseCountry(text))).toBe(expected);
  });

  test.each<[string, string | null, string]>([
    ['NM', 'US', 'US-NM'],
    ['new mexico', 'US', 'US-NM'],
    ['qld', 'AU', 'AU-QLD'],
    ['US-NM', null, 'US-NM'],
    ['DE-BY', null, 'DE-BY'],
    ['BY', 'DE', 'DE-BY'],
    ['ZZ', 'US', 'fault: must be an ISO 3166-2 subdivision of US'],
    ['US-ZZ', null, 'fault: must be an ISO 3166-2 subdivision of US'],
    ['US-NM', 'CA', 'fault: must lie in CA'],
    ['NM', null, 'fault: must be an ISO 3166-2 code or come with a country'],
  ])('region %j in %j gives %j', (text, country, expected) => {
    expect(shown(standardiseRegion(text, country))).toBe(expected);
  });

  test.each<[string, string | null, string]>([
    ['47246', 'US', '47246'],
    ['472461234', 'US', '47246-1234'],
    ['47246-1234', 'US', '47246-1234'],
    ['k1a0b1', 'CA', 'K1A 0B1'],
    ['sw1a1aa', 'GB', 'SW1A 1AA'],
    ['1234', 'US', 'fault: must be a postal code of US'],
    ['tq13 8df', null, 'TQ13 8DF'],
    ['***', null, 'fault: must be a postal code'],
  ])('postal code %j in %j gives %j', (text, country, expected) => {
    expect(shown(standardisePostalCode(text, country))).toBe(expected);
  });

  test.each([
    ['Female', 'FEMALE'],
    ['m', 'MALE'],
    ['1', 'MALE'],
    [2, 'FEMALE'],
    ['0', 'NOT_KNOWN'],
    ['NOT_KNOWN', 'NOT_KNOWN'],
    ['9', 'NOT_APPLICABLE'],
    ['7', 'fault: must be an ISO/IEC 5218 code (0, 1, 2, 9) or its English word'],
  ])('gender %j gives %j', (value, expected) => {
    expect(shown(standardiseGender(value))).toBe(expected);
  });

  test.each([
    ['en_us', 'en-US'],
    ['DE', 'de'],
    ['not a language', 'fault: must be a BCP 47 language tag such as en-US'],
  ])('language %j gives %j', (text, expected) => {
    expect(shown(standardiseLanguage(text))).toBe(expected);
  });
});

describe('identifiers', () => {
  test.each([
    ['US-SSN', '926-93-2157', '926932157'],
    ['US-SSN', '926-93-215', 'fault: must be nine digits'],
    ['US-SSN', '000-00-0000', 'fault: is a placeholder, not an identifier'],
    ['US-SSN', '123-45-6789', 'fault: is a placeholder, not an identifier'],
    ['AU-TFN', '698 8048', '6988048'],
    ['AU-TFN', '12', 'fault: must be 4 to 64 letters and digits'],
    ['LEI', '5493001KJTIIGC8Y1R12', '5493001KJTIIGC8Y1R12'],
    ['LEI', '5493001KJTIIGC8Y1R13', 'fault: must have the check digits of ISO 17442'],
    ['X-Y', "'; drop table", 'fault: must be 4 to 64 letters and digits'],
  ])('%s %j gives %j', (scheme, text, expected) => {
    expect(shown(standardiseIdentifier(text, scheme))).toBe(expected);
  });

  test('a scheme is a code; only a state gives national ones', () => {
    expect(shown(standardiseScheme('us_ssn'))).toBe('US-SSN');
    expect(shown(standardiseScheme('§'))).toBe('fault: must be a scheme such as US-SSN');
    expect(['US-SSN', 'DE-TIN', 'LEI', 'XX-1', 'LOYALTY'].filter(isNationalScheme)).toEqual([
      'US-SSN',
      'DE-TIN',
    ]);
  });
});
