/** What became of one value: nothing was there, it has a standard form, or it stays as it came. */
export type Outcome<Value> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'standard'; readonly value: Value }
  | { readonly kind: 'fault'; readonly reason: string };

export const ABSENT: Outcome<never> = Object.freeze({ kind: 'absent' });

export function standard<Value>(value: Value): Outcome<Value> {
  return { kind: 'standard', value };
}

/** `reason` follows the field's name: `must be …`, `is ambiguous: …`. */
export function fault(reason: string): Outcome<never> {
  return { kind: 'fault', reason };
}
