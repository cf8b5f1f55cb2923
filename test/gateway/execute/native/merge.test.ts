import { describe, expect, test } from '@jest/globals';

import { mergeInto, ownCopy, viewOf } from '../../../../gateway/execute/native/merge.ts';
import { current, isObject, newPlace } from '../../../../gateway/execute/native/place.ts';
import type { Place, Source } from '../../../../gateway/execute/native/place.ts';

/** A place's object as it is read: every source replaced by its view. */
function read(value: unknown, place: Place | null): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => read(one, place));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(current(value, place)).map(([key, inside]) => [
      key,
      read(inside, place?.children?.get(key) ?? null),
    ]),
  );
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const inside of Object.values(value)) frozen(inside);
    Object.freeze(value);
  }
  return value;
}

function merged(source: Source, ...added: readonly Source[]): unknown {
  const place = newPlace();
  for (const one of added) mergeInto(viewOf(frozen(source), place), frozen(one), place);
  return read(source, place);
}

describe('mergeInto', () => {
  test('adds members and puts later values in the place of earlier ones', () => {
    expect(merged({ a: 1, b: 2 }, { b: 3, c: 4 }, { c: null })).toEqual({ a: 1, b: 3, c: null });
  });

  test('merges objects member by member, however deep, and changes none of its sources', () => {
    expect(
      merged({ a: { x: { p: 1 } } }, { a: { x: { q: 2 }, y: 3 } }, { a: { x: { r: 4 } } }),
    ).toEqual({ a: { x: { p: 1, q: 2, r: 4 }, y: 3 } });
  });

  test('merges lists of one length element by element, lists of lists too', () => {
    expect(
      merged({ a: [{ x: 1 }, null, [{ p: 1 }]] }, { a: [{ y: 2 }, { z: 3 }, [{ q: 2 }]] }),
    ).toEqual({ a: [{ x: 1, y: 2 }, { z: 3 }, [{ p: 1, q: 2 }]] });
  });

  test('takes the later list where the lengths differ', () => {
    expect(merged({ a: [{ x: 1 }] }, { a: [{ y: 1 }, { y: 2 }] })).toEqual({
      a: [{ y: 1 }, { y: 2 }],
    });
  });

  test('keeps what is there when nothing is said', () => {
    expect(merged({ a: 1 }, { a: undefined })).toEqual({ a: 1 });
  });

  test('treats __proto__ as a key like any other', () => {
    const added = JSON.parse('{ "__proto__": { "polluted": true } }') as Source;
    const place = newPlace();
    const source = { a: 1 };
    mergeInto(viewOf(source, place), added, place);
    expect(Object.hasOwn(current(source, place), '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('ownCopy', () => {
  test('shares no object with its source', () => {
    const source = { a: { b: [{ c: 1 }] }, d: 2 };
    const copy = ownCopy(source);
    expect(copy).toEqual(source);
    expect(copy['a']).not.toBe(source.a);
  });

  test('is the source itself where there is nothing inside', () => {
    const source = { a: 1, b: null };
    expect(ownCopy(source)).toBe(source);
  });

  test('survives a value that nests ten thousand levels', () => {
    const deep = JSON.parse(`{ "a": ${'['.repeat(10_000)}${']'.repeat(10_000)} }`) as Source;
    expect(ownCopy(deep)).toBeDefined();
  });
});
