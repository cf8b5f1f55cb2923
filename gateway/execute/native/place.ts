/** An object of a subgraph's answer. Answers are shared between requests, so nothing ever changes them. */
export type Source = Readonly<Record<string, unknown>>;

/** An object of this request's own: a copy of a source, with what other fetches say of it. */
export type View = Record<string, unknown>;

/**
 * A place of the response: the objects that one chain of response keys leads to, through lists. Where
 * several fetches say something of one object, its place holds a view that takes the source's place.
 */
export interface Place {
  views: Map<Source, View> | null;
  /** Whether one view may stand for several equal sources: then what is written of it is worth keeping. */
  sharesViews: boolean;
  children: Map<string, Place> | null;
  /** How often something was added to the objects here: it can change what is found below. */
  changes: number;
  /** What was found here last. */
  found: FoundObjects | null;
  /** What was written of views that stand for several sources, by their writer. */
  written: Map<object, Map<Source, Written>> | null;
}

/** The objects at a place, as their first fetch brought them; one can be there several times. */
export interface FoundObjects {
  readonly sources: readonly Source[];
  /** The same, of those that have one view only the first. */
  readonly distinct: readonly Source[];
  /** The changes above when they were looked for. */
  readonly changesAbove: number;
}

/** Where in the output something stands, for as long as nothing is taken back. */
export interface Written {
  readonly start: number;
  readonly end: number;
  readonly takenBack: number;
}

export function newPlace(): Place {
  return {
    views: null,
    sharesViews: false,
    children: null,
    changes: 0,
    found: null,
    written: null,
  };
}

/** The place below, made when it is first needed. */
export function placeBelow(place: Place, key: string): Place {
  place.children ??= new Map();
  let child = place.children.get(key);
  if (child === undefined) {
    child = newPlace();
    place.children.set(key, child);
  }
  return child;
}

/** What is to be read instead of a source. */
export function current(source: Source, place: Place | null): Source {
  return place?.views?.get(source) ?? source;
}

/** A value with all that was added to it and below it; the same where nothing was. */
export function wholeValue(value: unknown, place: Place | null): unknown {
  if (place === null || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => wholeValue(one, place));
  const object = current(value as Source, place);
  const { children } = place;
  if (children === null) return object;
  return Object.fromEntries(
    Object.entries(object).map(([key, one]) => [key, wholeValue(one, children.get(key) ?? null)]),
  );
}

export function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What one writer wrote of the objects at a place. */
export function writtenAt(place: Place, writer: object): Map<Source, Written> {
  place.written ??= new Map();
  let written = place.written.get(writer);
  if (written === undefined) {
    written = new Map();
    place.written.set(writer, written);
  }
  return written;
}
