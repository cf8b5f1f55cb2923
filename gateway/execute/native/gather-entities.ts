import type { Fetch } from './fetch-program.ts';
import { findEntities } from './find-entities.ts';
import { current } from './place.ts';
import type { Place, Source } from './place.ts';

/** The different representations that one selection of a request is asked for. */
export class RepresentationList {
  readonly texts: string[] = [];
  readonly #indexes = new Map<string, number>();

  /** The place of a representation in the list; equal ones are sent once. */
  add(text: string): number {
    let index = this.#indexes.get(text);
    if (index === undefined) {
      index = this.texts.push(text) - 1;
      this.#indexes.set(text, index);
    }
    return index;
  }
}

/** The entities of one fetch and which representation stands for each. */
export interface Gathered {
  readonly fetch: Fetch;
  readonly place: Place;
  readonly sources: readonly Source[];
  /** By place of the source; -1 for an entity that lacks what it would be known by. */
  readonly representations: readonly number[];
}

/** Finds the entities of a fetch, and adds their representations to its selection's list. */
export function gatherEntities(
  fetch: Fetch,
  root: { readonly data: Source; readonly place: Place },
  list: RepresentationList,
): Gathered {
  const { sources, place } = findEntities(root.data, root.place, fetch.path);
  const known = place.sharesViews ? new Map<Source, number>() : null;
  const representations = sources.map((source) => {
    const entity = current(source, place);
    const before = known?.get(entity);
    if (before !== undefined) return before;
    const text = fetch.entities?.representation.write(entity, place) ?? null;
    const index = text === null ? -1 : list.add(text);
    known?.set(entity, index);
    return index;
  });
  return { fetch, place, sources, representations };
}
