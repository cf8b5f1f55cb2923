import { bucketOfDecimal, bucketOfNumber } from './bucket.ts';
import { emailDomain } from './email-domain.ts';
import { initials } from './initials.ts';
import { lastCharacters, lastDigits } from './keep-last.ts';
import type { Mask, Masker, MaskKind } from './mask.ts';
import { yearOfDate, yearOfTime } from './year.ts';

/** By kind, then by the type that it can be put on. */
const MASKERS: Readonly<
  Record<Exclude<MaskKind, 'LOCALITY'>, Readonly<Record<string, (keep: number) => Masker>>>
> = Object.freeze({
  BUCKET: {
    Decimal: () => bucketOfDecimal,
    Float: () => bucketOfNumber,
    Int: () => bucketOfNumber,
  },
  DOMAIN: { EmailAddress: () => emailDomain },
  INITIALS: { String: () => initials },
  LAST: { PhoneNumber: lastDigits, String: lastCharacters },
  YEAR: { Date: () => yearOfDate, DateTime: () => yearOfTime },
});

/** The fields of an address that say where, but not whose door. */
const COARSE: ReadonlySet<string> = new Set(['country', 'locality', 'region']);

const nothing: Masker = () => null;

/** The types that a mask can be put on; empty for every type. */
export function typesFor(kind: MaskKind): readonly string[] {
  return kind === 'LOCALITY' ? [] : Object.keys(MASKERS[kind]);
}

/** How a field of a leaf type is masked: `open` where the mask leaves it as it is, null where it does not fit. */
export function maskerFor(
  { kind, keep }: Pick<Mask, 'kind' | 'keep'>,
  { field, type }: { readonly field: string; readonly type: string },
): Masker | 'open' | null {
  if (kind === 'LOCALITY') return COARSE.has(field) ? 'open' : nothing;
  const makers = MASKERS[kind];
  return (Object.hasOwn(makers, type) ? makers[type] : undefined)?.(keep) ?? null;
}
