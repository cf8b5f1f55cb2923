/**
 * What a column can be. A mapping gives each column of a file its role, and the role decides how its values
 * are standardised, compared and used for finding candidates. No code knows the name of a column.
 */
export const ROLES = {
  givenName: { kind: 'name', standard: 'name' },
  familyName: { kind: 'name', standard: 'name' },
  otherNames: { kind: 'words', standard: 'name' },
  birthDate: { kind: 'date', standard: 'date' },
  gender: { kind: 'category', standard: 'gender' },
  identifier: { kind: 'code', standard: 'code' },
  email: { kind: 'email', standard: 'email' },
  phone: { kind: 'code', standard: 'phone' },
  houseNumber: { kind: 'code', standard: 'code' },
  street: { kind: 'text', standard: 'address' },
  locality: { kind: 'text', standard: 'address' },
  region: { kind: 'category', standard: 'code' },
  postalCode: { kind: 'postalCode', standard: 'code' },
  birthPlace: { kind: 'text', standard: 'address' },
  text: { kind: 'text', standard: 'text' },
  category: { kind: 'category', standard: 'text' },
} as const satisfies Readonly<Record<string, RoleDefinition>>;

export type Role = keyof typeof ROLES;

/** How two values are compared: `compare/` has a file for each. */
export type Kind =
  'name' | 'words' | 'date' | 'category' | 'code' | 'email' | 'text' | 'postalCode';

/** How a raw text becomes the one that is compared. */
export type Standard = 'name' | 'date' | 'gender' | 'code' | 'email' | 'phone' | 'address' | 'text';

interface RoleDefinition {
  readonly kind: Kind;
  readonly standard: Standard;
}

/**
 * The levels of agreement of each kind, worst first: number 1 is the first. Number 0 is no evidence, because
 * one of the two records has no value.
 */
export const LEVELS: Readonly<Record<Kind, readonly string[]>> = {
  name: ['different', 'similar', 'initial', 'elsewhere', 'near', 'equivalent', 'same'],
  words: ['different', 'one shared', 'same'],
  date: ['different', 'same year', 'two edits', 'one edit or swapped', 'same'],
  category: ['different', 'same'],
  code: ['different', 'two edits', 'one edit', 'same'],
  email: ['different', 'same mailbox name', 'one edit', 'same'],
  text: ['different', 'similar', 'near', 'same'],
  postalCode: ['different', 'two edits', 'same area', 'same sector', 'one edit', 'same'],
};

/** The number of the best level of a kind: both values are the same. */
export function sameLevel(kind: Kind): number {
  return LEVELS[kind].length;
}

/** Levels fit in three bits. */
export const MOST_LEVELS = 8;

export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text);
}
