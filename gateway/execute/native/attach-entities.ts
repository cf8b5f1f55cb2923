import type { IsSubtype } from '../../plan/subtypes.ts';
import { forgetEqual } from './find-entities.ts';
import type { Gathered } from './gather-entities.ts';
import { mergeInto, ownCopy, viewOf } from './merge.ts';
import { isObject } from './place.ts';
import type { Place, Source, View } from './place.ts';

/** Adds what a subgraph said of entities to the objects that stand for them. */
export function attachEntities(
  gathered: Gathered,
  answered: readonly unknown[],
  isSubtype: IsSubtype,
): void {
  const { place, sources, representations } = gathered;
  if (place.views === null) shareViews(gathered);
  const done = new Set<View>();
  const taken = new Set<number>();
  for (const [position, source] of sources.entries()) {
    const index = representations[position] ?? -1;
    const entity = answered[index];
    if (!isObject(entity)) continue;
    const view = viewOf(source, place);
    // Sources with one view have one representation: it has taken this in already.
    if (done.has(view)) continue;
    done.add(view);
    attach(view, taken.has(index) ? ownCopy(entity) : entity, { place, isSubtype });
    taken.add(index);
  }
  place.changes += 1;
  forgetEqual(place);
}

function attach(
  view: View,
  entity: Source,
  { place, isSubtype }: { readonly place: Place; readonly isSubtype: IsSubtype },
): void {
  const { __typename: type } = view;
  mergeInto(view, entity, place);
  if (isLessExact(view['__typename'], type, isSubtype)) view['__typename'] = type;
}

/** A subgraph to which an interface is an object calls an entity by the interface's name: others know better. */
function isLessExact(said: unknown, known: unknown, isSubtype: IsSubtype): boolean {
  if (typeof said !== 'string' || typeof known !== 'string') return false;
  return said !== known && isSubtype(known, said);
}

/**
 * Gives one view to objects that hold nothing but what their representation says: equal representations are
 * equal objects there, and stay so whatever is added. What is written of one is written for all.
 */
function shareViews({ fetch, place, sources, representations }: Gathered): void {
  const saysAll = (source: Source): boolean =>
    fetch.entities?.representation.saysAll(source) ?? false;
  const firsts = new Map<number, Source>();
  for (const [position, source] of sources.entries()) {
    const index = representations[position] ?? -1;
    if (index === -1 || !saysAll(source)) continue;
    const first = firsts.get(index);
    if (first === undefined) {
      firsts.set(index, source);
    } else if (first !== source) {
      const view = viewOf(first, place);
      place.views?.set(source, view);
      place.sharesViews = true;
    }
  }
}
