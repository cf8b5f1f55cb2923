import type { PlacedRecord, StandardRecord } from '../../model.ts';

/**
 * What keeps two records apart whatever their weight. `never`: they are different customers, also through a
 * third record. `apart`: the same, but a steward may link them. `ask`: a steward may link them, and so may a third
 * record that is like both.
 */
export type VetoKind = 'never' | 'apart' | 'ask';

export interface Veto {
  readonly kind: VetoKind;
  readonly reason: string;
}

/** The level of a field of the two records, by its name: `same`, `different`, `unknown`… */
export type LevelOf = (field: string) => string;

type Rule = (left: StandardRecord, right: StandardRecord, levelOf: LevelOf) => boolean;

/** In the order in which they are asked: what is never so comes first. */
const RULES: readonly (Veto & { readonly holds: Rule })[] = [
  {
    kind: 'never',
    reason: 'one is a person, the other an organisation',
    holds: (left, right) =>
      left.partyType !== null && right.partyType !== null && left.partyType !== right.partyType,
  },
  {
    kind: 'never',
    reason: 'verified identifiers of one scheme differ',
    holds: (left, right) => identifiersDiffer(left, right, true),
  },
  {
    kind: 'never',
    reason: 'birth dates differ',
    holds: (_left, _right, levelOf) => FAR.has(levelOf('birthDate')),
  },
  {
    kind: 'apart',
    reason: 'identifiers of one scheme have nothing in common',
    holds: (left, right, levelOf) =>
      levelOf('identifier') === 'different' && identifiersDiffer(left, right, false),
  },
  {
    kind: 'ask',
    reason: 'identifiers of one scheme differ',
    holds: (left, right) => identifiersDiffer(left, right, false),
  },
  {
    kind: 'ask',
    reason: 'the same identifier under different names and no birth date',
    holds: (_left, _right, levelOf) =>
      levelOf('identifier') === 'same' && !agrees(levelOf, 'birthDate') && namesDiffer(levelOf),
  },
  {
    kind: 'ask',
    reason: 'given names differ',
    holds: (_left, _right, levelOf) =>
      levelOf('identifier') !== 'same' && !agrees(levelOf, 'givenName'),
  },
  {
    kind: 'ask',
    reason: 'neither family names nor birth dates agree',
    holds: (_left, _right, levelOf) =>
      levelOf('identifier') !== 'same' &&
      !agrees(levelOf, 'familyName') &&
      !agrees(levelOf, 'birthDate'),
  },
  {
    kind: 'ask',
    reason: 'nothing but the name and the birth date agrees: they may be namesakes',
    holds: (_left, _right, levelOf) => !BEYOND_NAMES.some((field) => agrees(levelOf, field)),
  },
];

/** Levels of birth dates that no slip of a pen explains. */
const FAR: ReadonlySet<string> = new Set(['different', 'same year', 'two edits']);

const DISAGREEING: ReadonlySet<string> = new Set([
  'unknown',
  'different',
  'two edits',
  'same year',
]);

const BEYOND_NAMES = ['identifier', 'email', 'phone', 'street', 'postalCode'] as const;

/** The first rule that holds; null when nothing keeps them apart. Symmetric. */
export function vetoOf(left: PlacedRecord, right: PlacedRecord, levelOf: LevelOf): Veto | null {
  const found = RULES.find(({ holds }) => holds(left.record, right.record, levelOf));
  return found === undefined ? null : { kind: found.kind, reason: found.reason };
}

function agrees(levelOf: LevelOf, field: string): boolean {
  return !DISAGREEING.has(levelOf(field));
}

function namesDiffer(levelOf: LevelOf): boolean {
  return [levelOf('givenName'), levelOf('familyName')].every((level) => level === 'different');
}

/** Whether both have an identifier of one scheme, and none of that scheme is the same. */
function identifiersDiffer(
  left: StandardRecord,
  right: StandardRecord,
  verifiedOnly: boolean,
): boolean {
  const counts = ({ verified }: { readonly verified: boolean }) => verified || !verifiedOnly;
  const others = right.identifiers.filter(counts);
  return left.identifiers.filter(counts).some(({ scheme }) => {
    const values = left.identifiers.filter((it) => it.scheme === scheme).map(({ value }) => value);
    const theirs = others.filter((it) => it.scheme === scheme);
    return theirs.length > 0 && !theirs.some(({ value }) => values.includes(value));
  });
}
