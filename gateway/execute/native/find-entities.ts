import { current, isObject, placeBelow } from './place.ts';
import type { Place, Source } from './place.ts';

/** Where the entities of a fetch are. */
export interface Found {
  /** As their first fetch brought them; several may be one object. */
  readonly sources: readonly Source[];
  readonly place: Place;
}

/** Finds the objects that a path leads to: response keys, and `@` for the elements of a list. */
export function findEntities(root: Source, rootPlace: Place, path: readonly string[]): Found {
  let sources: readonly Source[] = [root];
  let place = rootPlace;
  for (const key of path) {
    if (key === '@') continue; // Lists are gone through wherever they stand.
    const next: Source[] = [];
    for (const source of sources) {
      const object = current(source, place);
      if (Object.hasOwn(object, key)) collect(object[key], next);
    }
    sources = next;
    place = placeBelow(place, key);
  }
  return { sources, place };
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
