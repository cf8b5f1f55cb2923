/** The smallest thing that is asked of a caller: `authenticated`, `scope:x` or `policy:x`. */
export type Atom = 'authenticated' | `scope:${string}` | `policy:${string}`;

/** Met when any one of the lists is met; a list is met when all its atoms hold. */
export type Alternatives = readonly (readonly Atom[])[];

/** Met when every one of its alternatives is met. Empty: nothing is asked. */
export type Requirement = readonly Alternatives[];

export const NOTHING_REQUIRED: Requirement = Object.freeze([]);

/** The AND of several requirements, in one order and without repetitions, so that equal ones compare equal. */
export function allOf(...requirements: readonly Requirement[]): Requirement {
  const clauses = new Map<string, Alternatives>();
  for (const alternatives of requirements.flat()) {
    const sorted = sortAlternatives(alternatives);
    clauses.set(JSON.stringify(sorted), sorted);
  }
  const inOrder = [...clauses].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.freeze(inOrder.map(([, alternatives]) => alternatives));
}

export function isMet(requirement: Requirement, holds: (atom: Atom) => boolean): boolean {
  return requirement.every((alternatives) =>
    alternatives.some((atoms) => atoms.every((atom) => holds(atom))),
  );
}

export function atomsOf(requirement: Requirement): readonly Atom[] {
  return [...new Set(requirement.flat(2))].sort();
}

/** More ways to meet a requirement than this are not looked at. */
const MOST_WAYS = 256;

/**
 * Whether whoever meets the first requirement surely meets the second. Requirements have no negation, so
 * it is enough to try the second with each minimal way of meeting the first. False when in doubt.
 */
export function implies(first: Requirement, second: Requirement): boolean {
  let ways: readonly ReadonlySet<Atom>[] = [new Set<Atom>()];
  for (const alternatives of first) {
    ways = ways.flatMap((way) => alternatives.map((atoms) => new Set([...way, ...atoms])));
    if (ways.length > MOST_WAYS) return false;
  }
  return ways.every((way) => isMet(second, (atom) => way.has(atom)));
}

function sortAlternatives(alternatives: Alternatives): Alternatives {
  const lists = new Map(
    alternatives.map((atoms) => {
      const sorted = Object.freeze([...new Set(atoms)].sort());
      return [JSON.stringify(sorted), sorted] as const;
    }),
  );
  return Object.freeze([...lists].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, atoms]) => atoms));
}
