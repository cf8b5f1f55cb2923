import { current, isObject, placeBelow } from './place.ts';
import type { FoundObjects, Place, Source } from './place.ts';

/** Finds the place that a path leads to, and the objects there: response keys, and `@` for the elements of a list. */
export function findEntities(
  root: Source,
  rootPlace: Place,
  path: readonly string[],
): FoundObjects & { readonly place: Place } {
  let place = rootPlace;
  let changesAbove = 0;
  for (const key of path) {
    if (key === '@') continue; // Lists are gone through wherever they stand.
    changesAbove += place.changes;
    place = placeBelow(place, key);
  }
  if (place.found?.changesAbove !== changesAbove) {
    const sources = collectAlong(root, rootPlace, path);
    place.found = { sources, distinct: distinctAt(place, sources), changesAbove };
  }
  return { ...place.found, place };
}

/** To be called when objects at a place have got views: those with one view need be looked at once. */
export function forgetEqual(place: Place): void {
  if (place.found === null || !place.sharesViews) return;
  place.found = { ...place.found, distinct: distinctAt(place, place.found.sources) };
}

function distinctAt(place: Place, sources: readonly Source[]): readonly Source[] {
  if (!place.sharesViews) return sources;
  const seen = new Set<Source>();
  return sources.filter((source) => {
    const view = current(source, place);
    return seen.size < seen.add(view).size;
  });
}

function collectAlong(root: Source, rootPlace: Place, path: readonly string[]): readonly Source[] {
  let sources: readonly Source[] = [root];
  let place = rootPlace;
  for (const key of path) {
    if (key === '@') continue;
    const next: Source[] = [];
    for (const source of sources) {
      const object = current(source, place);
      if (Object.hasOwn(object, key)) collect(object[key], next);
    }
    sources = next;
    place = placeBelow(place, key);
  }
  return sources;
}

function collect(value: unknown, into: Source[]): void {
  if (Array.isArray(value)) {
    for (const element of value) collect(element, into);
  } else if (isObject(value)) {
    into.push(value);
  }
}

/** The response paths of the objects that a path leads to; one object can be at several. Only errors need them. */
export function pathsOfEntities(
  root: Source,
  rootPlace: Place,
  path: readonly string[],
): readonly Placed[] {
  let found: readonly Placed[] = [{ source: root, at: [] }];
  let place = rootPlace;
  for (const key of path) {
    if (key === '@') continue;
    const next: Placed[] = [];
    for (const { source, at } of found) {
      const object = current(source, place);
      if (Object.hasOwn(object, key)) collectPaths(object[key], [...at, key], next);
    }
    found = next;
    place = placeBelow(place, key);
  }
  return found;
}

interface Placed {
  readonly source: Source;
  readonly at: readonly (string | number)[];
}

function collectPaths(value: unknown, at: Placed['at'], into: Placed[]): void {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) collectPaths(element, [...at, index], into);
  } else if (isObject(value)) {
    into.push({ source: value, at });
  }
}
