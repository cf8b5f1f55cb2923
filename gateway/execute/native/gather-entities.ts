import type { Fetch } from './fetch-program.ts';
import { findEntities } from './find-entities.ts';
import { current } from './place.ts';
import type { Place, Source } from './place.ts';
import type { RepresentationList } from './representation-list.ts';

/** The entities of one fetch and which representation stands for each. */
export interface Gathered {
  readonly fetch: Fetch;
  readonly place: Place;
  /** Those that have one view, once. */
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
  const { distinct, place } = findEntities(root.data, root.place, fetch.path);
  const representations = distinct.map(
    (source) => fetch.entities?.representation.addTo(list, current(source, place), place) ?? -1,
  );
  return { fetch, place, sources: distinct, representations };
}
