import type { ClientPaths } from './client-paths.ts';
import type { PlainError, PlainResult } from '../engine-under-test.ts';
import { isObject, startsWith } from './judge.ts';
import type { Expectation } from './judge.ts';

type Path = readonly (string | number)[];

/**
 * What the reference is known to do differently when it runs the client's own words and not those of the
 * access layer, which say the same without fragments inside fragments. Nothing else is overlooked.
 *
 * - `order of keys`: fields of one object that stand in several selections come in the order of those
 *   selections (GraphQL specification, section 6.3.2); the reference puts fields before fragments.
 * - `lost in fragments`: what stands in a fragment inside a fragment on an abstract type is lost where the
 *   type condition between them is one that the reference leaves out of the plan (apollographql/federation#384).
 *   Where it must not be null, the object that it is lost of becomes null.
 * - `unknown type`: an object that no subgraph says the type of is an empty object to the reference. It is
 *   an error (GraphQL specification, section 6.4.3: an abstract type must be resolved to an object type).
 * - `conditions`: the planner puts a fetch under the condition of one field although another hangs on it as
 *   well (apollographql/federation#3317), or plans none for an object of which nothing is included. With the conditions decided beforehand
 *   it answers as it must: a condition says what is in the response, and nothing about the values there.
 * - `interface name`: the name that an interface object has in its own subgraph replaces the name of the
 *   true type, and the object becomes null or loses what it has by its type (apollographql/federation#3184).
 *   Where the subgraph does not say that name, the reference is right.
 */
export type KnownDifference =
  'order of keys' | 'lost in fragments' | 'unknown type' | 'conditions' | 'interface name';

/** How the reference's two answers to one operation differ; null for a difference that has no name. */
export function knownDifferences(
  own: Expectation,
  other: PlainResult,
  { errors, paths }: { readonly errors: readonly PlainError[]; readonly paths: ClientPaths },
): ReadonlySet<KnownDifference> | null {
  const found = new Set<KnownDifference | null>();
  const isUnknownAt = (path: Path): boolean =>
    errors.some(
      ({ path: at = [], extensions }) =>
        extensions.code === 'SUBGRAPH_VALUE_INVALID' &&
        startsWith(at, path) &&
        paths.isAbstract(at),
    );
  const isLostIn = (path: Path): boolean => own.nulls.some((lost) => startsWith(lost, path));
  compare({ own: own.data, other: other.data, path: [] }, { isUnknownAt, isLostIn }, found);
  const named = new Set<KnownDifference>();
  for (const one of found) if (one !== null) named.add(one);
  return found.has(null) ? null : named;
}

interface Pair {
  readonly own: unknown;
  readonly other: unknown;
  readonly path: Path;
}

/** What is known of places in the data. */
interface Places {
  readonly isUnknownAt: (path: Path) => boolean;
  /** Whether the reference found nothing inside where something must be. */
  readonly isLostIn: (path: Path) => boolean;
}

function compare(pair: Pair, places: Places, found: Set<KnownDifference | null>): void {
  const { own, other, path } = pair;
  if (!isObject(own) || !isObject(other)) {
    if (!Object.is(own, other)) found.add(differenceOfValues(pair, places));
    return;
  }
  for (const one of differencesOfKeys(Object.keys(own), Object.keys(other))) found.add(one);
  for (const key of Object.keys(other)) {
    if (!Object.hasOwn(own, key)) continue;
    const step = Array.isArray(own) ? Number(key) : key;
    compare({ own: own[key], other: other[key], path: [...path, step] }, places, found);
  }
}

function differenceOfValues(
  { own, other, path }: Pair,
  { isUnknownAt, isLostIn }: Places,
): KnownDifference | null {
  if (own === null && isObject(other) && isLostIn(path)) return 'lost in fragments';
  return isObject(own) && other === null && isUnknownAt(path) ? 'unknown type' : null;
}

function differencesOfKeys(
  own: readonly string[],
  other: readonly string[],
): readonly (KnownDifference | null)[] {
  const common = other.filter((key) => own.includes(key));
  return [
    ...(common.length < own.length ? [null] : []),
    ...(common.length < other.length ? (['lost in fragments'] as const) : []),
    ...(common.join() === own.join() ? [] : (['order of keys'] as const)),
  ];
}
