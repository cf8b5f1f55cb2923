import { isCompositeType, isEnumType, isListType, isNonNullType, isScalarType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';

import { chanceOf, hashOf, pickBy } from './hash.ts';
import type { Lie } from './thing.ts';

/** An invented place in a value: indexes of lists down to where the lie stands. */
interface Place {
  readonly path: readonly number[];
  readonly type: GraphQLOutputType;
}

interface Told {
  readonly path: readonly (string | number)[];
  readonly identity: string;
  /** The field's type in the graph; undefined for a field that clients cannot see. */
  readonly visibleType: GraphQLOutputType | undefined;
  /** Whether only null may stand there, as others go on with the value. */
  readonly onlyNull: boolean;
}

/** Makes up what a subgraph could wrongly say in place of a value. */
export function inventLie(type: GraphQLOutputType, value: unknown, told: Told): Lie {
  const { identity, path, visibleType = type } = told;
  const place = placeIn(visibleType, value, identity);
  const at = [...path, ...place.path];
  const isNull = told.onlyNull || hashOf(`how ${identity}`) % 2 === 0;
  const wrong = isNull ? null : wrongValue(place.type, identity);
  const isHarmless =
    told.visibleType === undefined || (wrong === null && !isNonNullType(place.type));
  return { path: at, value: wrong, isHarmless };
}

/** The value itself, or an item of the list that it is. */
function placeIn(type: GraphQLOutputType, value: unknown, identity: string): Place {
  const list = isNonNullType(type) ? type.ofType : type;
  const goesIn = hashOf(`in ${identity}`) % 2 === 0;
  if (!goesIn || !isListType(list) || !Array.isArray(value) || value.length === 0) {
    return { path: [], type };
  }
  const index = hashOf(`index ${identity}`) % value.length;
  const inside = placeIn(list.ofType, value[index], `${identity}[]`);
  return { path: [index, ...inside.path], type: inside.type };
}

/** A value that no coercion of results makes fit; null where anything fits. */
function wrongValue(type: GraphQLOutputType, identity: string): unknown {
  if (isNonNullType(type)) return wrongValue(type.ofType, identity);
  if (isListType(type)) return pickBy(identity, ['no list', 7, { no: 'list' }, true]);
  if (isCompositeType(type)) return pickBy(identity, ['no object', 7, ['no object'], false]);
  if (isEnumType(type)) return pickBy(identity, ['NO_SUCH_VALUE', 7, ['A'], { a: 1 }]);
  if (!isScalarType(type)) return null;
  const wrong = WRONG_SCALARS[type.name];
  return wrong === undefined ? null : pickBy(identity, wrong);
}

const WRONG_SCALARS: Readonly<Record<string, readonly unknown[]>> = {
  Int: ['many', 1.5, 3_000_000_000, [1], { a: 1 }],
  Float: ['many', [1.5], { a: 1 }],
  String: [['text'], { text: 'text' }],
  Boolean: ['perhaps', [true], { a: true }],
  ID: [['id'], { id: 'id' }, 1.5],
};

/** Whether something with a chance happens to one field of one object. */
export function strikes(what: string, chance: number, identity: string): boolean {
  return chance > 0 && chanceOf(`${what} ${identity}`) < chance;
}
