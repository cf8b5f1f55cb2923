import { isObject, placeBelow } from './place.ts';
import type { Place, Source, View } from './place.ts';

/** The view of a source, made as a copy when it is first needed. */
export function viewOf(source: Source, place: Place): View {
  place.views ??= new Map();
  let view = place.views.get(source);
  if (view === undefined) {
    view = { ...source };
    place.views.set(source, view);
  }
  return view;
}

/**
 * Adds what another fetch says of an object. A later value takes the place of an earlier one; objects, and
 * lists of one length, are merged member by member. What is added is never changed itself, but becomes part
 * of the view: it must not be part of another one at the same place.
 */
export function mergeInto(view: View, added: Source, place: Place): void {
  for (const key of Object.keys(added)) {
    const value = added[key];
    if (value === undefined) continue;
    const known = Object.hasOwn(view, key) ? view[key] : undefined;
    if (
      typeof known !== 'object' ||
      known === null ||
      typeof value !== 'object' ||
      value === null
    ) {
      put(view, key, value);
    } else if (isObject(known) && isObject(value)) {
      mergeInto(viewOf(known, placeBelow(place, key)), value, placeBelow(place, key));
    } else {
      put(view, key, mergeLists(known, value, placeBelow(place, key)));
    }
  }
}

/** The list that stands there afterwards: the known one where its members took in what was added. */
function mergeLists(known: unknown, added: unknown, place: Place): unknown {
  if (!Array.isArray(known) || !Array.isArray(added) || known.length !== added.length) return added;
  const list: readonly unknown[] = known;
  let merged: unknown[] | null = null;
  for (const [index, value] of added.entries()) {
    const one = list[index];
    if (isObject(one) && isObject(value)) {
      mergeInto(viewOf(one, place), value, place);
    } else {
      merged ??= [...list];
      merged[index] = Array.isArray(one) ? mergeLists(one, value, place) : value;
    }
  }
  return merged ?? known;
}

/** `__proto__` is a key like any other, and must not be assigned to. */
function put(view: View, key: string, value: unknown): void {
  if (key !== '__proto__') view[key] = value;
  else {
    const always = { enumerable: true, configurable: true, writable: true };
    Object.defineProperty(view, key, { value, ...always });
  }
}

/** Deeper than any selection: what is below can only be a value of a scalar, which nothing is merged into. */
const DEEPEST = 64;

/** A copy for a second view of what one fetch said, so that what is merged into one is not in the other. */
export function ownCopy(source: Source): Source {
  const hasInside = Object.values(source).some(
    (value) => typeof value === 'object' && value !== null,
  );
  return hasInside ? (copyValue(source, 0) as Source) : source; // A copy of an object is one.
}

function copyValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => copyValue(one, depth + 1));
  const copy: View = {};
  for (const [key, inside] of Object.entries(value)) put(copy, key, copyValue(inside, depth + 1));
  return copy;
}
