import { COUNTRY_CODES } from '../../../schema/standards/code-lists.ts';
import { fault, standard, type Outcome } from './outcome.ts';
import { standardiseText } from './text.ts';

/** `US-SSN`, `LEI`: letters, digits and hyphens, upper case. */
export function standardiseScheme(value: unknown): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const scheme = text.value.toUpperCase().replace(/[\s_]+/g, '-');
  return /^[A-Z][A-Z0-9-]{1,31}$/.test(scheme)
    ? standard(scheme)
    : fault('must be a scheme such as US-SSN');
}

/** The form of the schemes that we know; of others any code of at least four letters and digits is taken. */
const FORMS: Readonly<Record<string, { readonly form: RegExp; readonly words: string }>> = {
  'US-SSN': { form: /^\d{9}$/, words: 'nine digits' },
  LEI: { form: /^[A-Z0-9]{18}\d{2}$/, words: '18 letters or digits and two check digits' },
};

const ANY_IDENTIFIER = /^[\p{L}\p{N}]{4,64}$/u;

/** An identifier without its spaces and punctuation, letters in upper case. */
export function standardiseIdentifier(value: unknown, scheme: string): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const bare = text.value.toUpperCase().replace(/[\s.\-/–]/gu, '');
  const rule = FORMS[scheme];
  if (rule !== undefined && !rule.form.test(bare)) return fault(`must be ${rule.words}`);
  if (!ANY_IDENTIFIER.test(bare)) return fault('must be 4 to 64 letters and digits');
  if (isPlaceholder(bare)) return fault('is a placeholder, not an identifier');
  if (scheme === 'LEI' && !hasCheckDigits(bare))
    return fault('must have the check digits of ISO 17442');
  return standard(bare);
}

/** What people type when a form insists on a number. */
function isPlaceholder(bare: string): boolean {
  return /^(.)\1+$/u.test(bare) || '01234567890'.includes(bare) || '9876543210'.includes(bare);
}

/** ISO/IEC 7064, MOD 97-10. */
function hasCheckDigits(bare: string): boolean {
  const digits = bare.replace(/[A-Z]/g, (letter) => String(parseInt(letter, 36)));
  return BigInt(digits) % 97n === 1n;
}

/** A scheme of a state for its people, e.g. `US-SSN`: only such a number can be the same in two divisions. */
export function isNationalScheme(scheme: string): boolean {
  return scheme.charAt(2) === '-' && COUNTRY_CODES.has(scheme.slice(0, 2));
}
