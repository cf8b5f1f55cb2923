import type { Random } from './random.ts';
import { ENGLISH, FRENCH, GERMAN, SWEDISH, type NameList } from './words/names.ts';
import {
  DE_TOWNS,
  ENGLISH_STREETS,
  FR_TOWNS,
  FRENCH_STREETS,
  GB_TOWNS,
  GERMAN_STREETS,
  SE_TOWNS,
  SWEDISH_STREETS,
  US_TOWNS,
  type Town,
} from './words/places.ts';

type CountryCode = 'US' | 'GB' | 'DE' | 'FR' | 'SE';

/** What differs from country to country in a person's record. */
export interface Country {
  readonly code: CountryCode;
  readonly currency: string;
  /** What one unit of it is worth in US dollars, roughly: prices are about the same everywhere. */
  readonly worth: number;
  readonly names: NameList;
  readonly towns: readonly Town[];
  readonly streets: readonly string[];
  readonly streetFirst: boolean;
  readonly idScheme: string;
  /** A national identifier of a form that is never issued. Another `serial` gives another identifier. */
  identifier(serial: number, birthDate: string): string;
}

const COUNTRIES: Readonly<Record<CountryCode, Country>> = Object.freeze({
  US: {
    code: 'US',
    currency: 'USD',
    worth: 1,
    names: ENGLISH,
    towns: US_TOWNS,
    streets: ENGLISH_STREETS,
    streetFirst: false,
    idScheme: 'US-SSN',
    // No number that begins with 9 is issued.
    identifier: (serial) => {
      const digits = spread(serial, 8);
      return `9${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4)}`;
    },
  },
  GB: {
    code: 'GB',
    currency: 'GBP',
    worth: 1.25,
    names: ENGLISH,
    towns: GB_TOWNS,
    streets: ENGLISH_STREETS,
    streetFirst: false,
    idScheme: 'GB-NINO',
    // The prefix QQ is used for examples only.
    identifier: (serial) => `QQ${spread(serial, 6)}${'ABCD'.charAt(serial % 4)}`,
  },
  DE: {
    code: 'DE',
    currency: 'EUR',
    worth: 1.1,
    names: GERMAN,
    towns: DE_TOWNS,
    streets: GERMAN_STREETS,
    streetFirst: true,
    idScheme: 'DE-TIN',
    // No number begins with 0.
    identifier: (serial) => `0${spread(serial, 10)}`,
  },
  FR: {
    code: 'FR',
    currency: 'EUR',
    worth: 1.1,
    names: FRENCH,
    towns: FR_TOWNS,
    streets: FRENCH_STREETS,
    streetFirst: false,
    idScheme: 'FR-NIR',
    // The first digit is 1 or 2, or 3, 4, 7 or 8 for a while: never 9.
    identifier: (serial) => `9${spread(serial, 14)}`,
  },
  SE: {
    code: 'SE',
    currency: 'SEK',
    worth: 0.1,
    names: SWEDISH,
    towns: SE_TOWNS,
    streets: SWEDISH_STREETS,
    streetFirst: true,
    idScheme: 'SE-PNR',
    // A number has its owner's day of birth, or 60 more; 35 more is no day of either.
    identifier: (serial, birthDate) => {
      const [year = '', month = '', day = ''] = birthDate.split('-');
      return `${year}${month}${Math.min(Number(day) + 35, 60)}-${spread(serial, 4)}`;
    },
  },
});

const SHARES = Object.freeze({ US: 72, GB: 10, DE: 8, FR: 6, SE: 4 });

export function pickCountry(random: Random): Country {
  return COUNTRIES[random.weighted(SHARES)];
}

/** Fills a pattern in: `#` with digits, `@` with letters. */
export function fillPattern(pattern: string, random: Random): string {
  return pattern
    .replace(/#/g, () => String(random.between(0, 9)))
    .replace(/@/g, () => 'ABDEFGHJLNPQRSTUWXYZ'.charAt(random.between(0, 19)));
}

/** The serial as digits that look like chance, each serial its own (the factor shares none with 10). */
function spread(serial: number, digits: number): string {
  const size = 10n ** BigInt(digits);
  return String((BigInt(serial) * 7_368_787n + 4_271_903n) % size).padStart(digits, '0');
}
