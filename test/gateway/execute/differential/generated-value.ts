import {
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLNamedOutputType, GraphQLOutputType, GraphQLSchema } from 'graphql';

import type { EntityBook } from './entity-book.ts';
import { chanceOf, hashOf, pickBy } from './hash.ts';
import { marked } from './marker.ts';
import type { Thing } from './thing.ts';

/** Entities of one family; few, so that the same one comes at many places. */
const ENTITIES = 6;
const NULL_CHANCE = 0.04;
const LENGTHS = [0, 1, 1, 2, 2, 2, 3, 3];

export type Words = Readonly<Record<string, readonly string[]>>;

/** Where values come from. */
export interface Source {
  readonly schema: GraphQLSchema;
  readonly book: EntityBook;
  readonly seed: number;
  /** By `Type.field`, the words of which a text is one; other texts are made up. */
  readonly words: Words;
  /** A chance that a key which may be null is. */
  readonly keyless: number;
}

/** One field of one object: all that its value follows from. */
export interface Origin extends Source {
  readonly parent: Thing;
  /** The type of the parent that has the field. */
  readonly type: string;
  readonly field: string;
  /** Parent, field and arguments. */
  readonly identity: string;
}

/** The value of a field: what a resolver returns for it. */
export function generateValue(type: GraphQLOutputType, origin: Origin): unknown {
  const identity = `${origin.seed} ${origin.identity}`;
  if (!isNonNullType(type) && chanceOf(`null ${identity}`) < nullChance(origin)) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return Array.from(
      { length: LENGTHS[hashOf(`length ${identity}`) % LENGTHS.length] ?? 0 },
      (_, index) =>
        generateValue(nullable.ofType, { ...origin, identity: `${origin.identity}[${index}]` }),
    );
  }
  const named = nullable as GraphQLNamedOutputType;
  if (isObjectType(named) || isAbstractType(named)) return thingOf(named, origin);
  return keyValue(named.name, origin) ?? wordOf(origin) ?? leafValue(named, origin, identity);
}

function nullChance({ book, parent, field, keyless }: Origin): number {
  const { entity, keyPath } = parent;
  if (entity === null || keyPath === null) return NULL_CHANCE;
  return book.isOnKeyPath(entity.family, pathIn(keyPath, field)) ? keyless : NULL_CHANCE;
}

function thingOf(
  named: Exclude<GraphQLNamedOutputType, { serialize: unknown }>,
  origin: Origin,
): Thing | null {
  const { book, schema, seed, identity, parent, field } = origin;
  const ownFamily = book.familyOf(named.name);
  if (ownFamily !== undefined) {
    return entityOf(named.name, hashOf(`entity ${seed} ${identity}`) % ENTITIES, book);
  }
  if (isAbstractType(named)) {
    const types = schema.getPossibleTypes(named).map(({ name }) => name);
    const concrete = pickBy(`type ${seed} ${identity}`, types.sort());
    if (book.familyOf(concrete) !== undefined) {
      return entityOf(concrete, hashOf(`entity ${seed} ${identity}`) % ENTITIES, book);
    }
    const nowhere = { entity: null, keyPath: null, representation: null };
    return { typename: concrete, identity, way: wayTo(origin), ...nowhere };
  }
  const keyPath = parent.keyPath === null ? null : pathIn(parent.keyPath, field);
  const { entity } = parent;
  const isInKey = entity !== null && keyPath !== null && book.isOnKeyPath(entity.family, keyPath);
  const place = isInKey ? { entity, keyPath } : { entity: null, keyPath: null };
  return { typename: named.name, identity, way: wayTo(origin), representation: null, ...place };
}

function wayTo({ parent, type, field }: Origin): readonly string[] {
  return [...parent.way, `${type}.${field}`];
}

/** The entity of a number, as the type given, or as the member of its family that it is. */
export function entityOf(type: string, number: number, book: EntityBook): Thing {
  const family = book.familyOf(type) ?? type;
  const own = book.numberOf(type, number);
  return {
    typename: type === family ? book.memberAt(family, own) : type,
    identity: `${family}#${own}`,
    entity: { family, number: own },
    keyPath: '',
    way: [],
    representation: null,
  };
}

function pathIn(keyPath: string, field: string): string {
  return keyPath === '' ? field : `${keyPath}.${field}`;
}

function keyValue(scalar: string, origin: Origin): unknown {
  const { parent, field, book } = origin;
  const { entity, keyPath } = parent;
  if (entity === null || keyPath === null) return null;
  const path = pathIn(keyPath, field);
  if (!book.isKeyLeaf(entity.family, path)) return null;
  return scalar === 'Int' ? entity.number : `${marked(wayTo(origin))}-${entity.number}`;
}

function wordOf({ words, type, field, seed, identity }: Origin): string | null {
  const known = words[`${type}.${field}`];
  return known === undefined ? null : pickBy(`word ${seed} ${identity}`, known);
}

function leafValue(type: GraphQLNamedOutputType, origin: Origin, identity: string): unknown {
  if (isEnumType(type)) {
    // Subgraphs may name the values in another order.
    const names = type.getValues().map(({ name }) => name);
    return pickBy(identity, names.sort());
  }
  const hash = hashOf(identity);
  switch (type.name) {
    case 'Int':
      return (hash % 2_000) - 500;
    case 'Float':
      return (hash % 100_000) / 16;
    case 'Boolean':
      return hash % 2 === 0;
    case 'ID':
      return `${marked(wayTo(origin))}${(hash % 1_000).toString(36)}`;
    default:
      return `${TEXTS[hash % TEXTS.length] ?? ''}${marked(wayTo(origin))}${(hash % 10_000).toString(36)}`;
  }
}

/** Beginnings of texts that a writer of JSON can get wrong. */
const TEXTS = ['', '', '', 'é"\\ ', '\u2028\n\t', '😀 ', '</script> ', '\u0000 ', '\ud800 '];
