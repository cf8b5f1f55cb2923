/** The ways to show a value without showing it whole. */
export const MASK_KINDS = ['BUCKET', 'DOMAIN', 'INITIALS', 'LAST', 'LOCALITY', 'YEAR'] as const;

export type MaskKind = (typeof MASK_KINDS)[number];

/** What a `@mask` says. */
export interface Mask {
  readonly kind: MaskKind;
  /** Characters that `LAST` leaves; 0 for all others. */
  readonly keep: number;
  /** Who sees the value as it is: whoever holds all scopes of one of the lists. */
  readonly scopes: readonly (readonly string[])[];
}

/**
 * What a value is shown as, of the same type as the value; null where nothing of it can be shown, and for
 * whatever is not of the type. The same value always gives the same, and what is shown is shown as itself.
 */
export type Masker = (value: unknown) => unknown;

/** E.g. `last 4`, `initials`. */
export function maskText({ kind, keep }: Pick<Mask, 'kind' | 'keep'>): string {
  return kind === 'LAST' ? `last ${keep}` : kind.toLowerCase();
}
