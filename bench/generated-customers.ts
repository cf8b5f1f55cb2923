/** Customer records made up from a seed: the same number gives the same record, whoever asks. */

export interface GeneratedRecord {
  readonly localId: string;
  readonly version: string;
  readonly status: string;
  readonly name: { readonly given: string; readonly family: string };
  readonly birthDate: string;
  readonly gender: string;
  readonly country: string;
  readonly identifiers: readonly {
    readonly scheme: string;
    readonly value: string;
    readonly verified: boolean;
  }[];
  readonly emails: readonly { readonly address: string; readonly verified: boolean }[];
  readonly phones: readonly { readonly number: string }[];
  readonly addresses: readonly Readonly<Record<string, string>>[];
}

/** The person with this number, as a division knows them. */
export function generateCustomer(number: number, prefix = 'C'): GeneratedRecord {
  const pick = picker(number);
  const given = pick(GIVEN_NAMES);
  const family = pick(FAMILY_STARTS) + pick(FAMILY_ENDS);
  const digits = (length: number) => Array.from({ length }, () => pick(DIGITS)).join('');
  return {
    localId: `${prefix}${String(number).padStart(8, '0')}`,
    version: '1',
    status: 'ACTIVE',
    name: { given, family },
    birthDate: `19${pick(['4', '5', '6', '7', '8', '9'])}${pick(DIGITS)}-0${pick('123456789')}-1${pick(DIGITS)}`,
    gender: pick(['M', 'F']),
    country: 'US',
    identifiers: [{ scheme: 'US-SSN', value: String(100_000_007 + number * 7), verified: true }],
    emails: [
      { address: `${given}.${family}${number}@${pick(DOMAINS)}`.toLowerCase(), verified: true },
    ],
    phones: [{ number: `(${pick('23456789')}0${pick('123456789')}) 555-${digits(4)}` }],
    addresses: [
      {
        streetAddress: `${1 + (number % 998)} ${pick(FAMILY_STARTS)} Street`,
        locality: `${pick(FAMILY_STARTS)}ton`,
        region: pick(['NM', 'NY', 'CA', 'TX', 'WA', 'OH', 'FL', 'IL']),
        postalCode: `${pick('123456789')}${digits(4)}`,
      },
    ],
  };
}

/** Xorshift: small, quick, and the same everywhere. The first few numbers of a seed are alike, so they are skipped. */
function picker(seed: number) {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  const next = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  for (let skipped = 0; skipped < 4; skipped++) next();
  return (choices: string | readonly string[]) => choices[next() % choices.length] ?? '';
}

const DIGITS = '0123456789';
const DOMAINS = ['example.com', 'example.org', 'mail.example.net'];
const GIVEN_NAMES = (
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan ' +
  'Joseph Jessica Thomas Karen Charles Sarah Maria Martin Mark Marta Zoe Quentin Ulrich Xenia Yara Ivan ' +
  'Nadia Oscar Petra Felix Greta Hugo Vera Walter Anna Andrew Amelia Oliver Sofia Lucas Emma Noah Ella'
).split(' ');
const FAMILY_STARTS = (
  'Smith Mar Ander Wil Brown Jones Gar Mil Davi Rodri Her Lo Gon Tay Moo Jack Lee Per Thomp Whi Har San ' +
  'Cla Rami Lew Robin Walk You All King Wri Sco Tor Ngu Hill Flor Gree Ada Nel Ba Hal Riv Camp Mit Car Ro'
).split(' ');
const FAMILY_ENDS =
  'son ez man ton er field well ley wood by stein ova ini ard sen ic quist moor dale'.split(' ');
