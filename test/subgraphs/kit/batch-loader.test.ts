import { describe, expect, test } from '@jest/globals';
import { batchLoader, listLoader, requiredLoader } from '../../../subgraphs/kit/batch-loader.ts';

interface Key {
  readonly division: string;
  readonly id: string;
}

const keyText = ({ division, id }: Key) => JSON.stringify([division, id]);

/** Loads from a map and remembers what it was asked for. */
function source<Value>(rows: Readonly<Record<string, Value>>) {
  const calls: string[][] = [];
  const load = (keys: readonly string[]) => {
    calls.push([...keys]);
    // In another order than asked, as databases answer.
    return Promise.resolve(new Map(Object.entries(rows).reverse()));
  };
  return { calls, load };
}

describe('a batch loader', () => {
  test('gives each key its value in the order of the keys, with one call', async () => {
    const { calls, load } = source({ a: 1, b: 2, c: 3 });
    const loader = batchLoader(load);
    expect(await Promise.all(['c', 'a', 'b'].map((key) => loader.load(key)))).toEqual([3, 1, 2]);
    expect(calls).toEqual([['c', 'a', 'b']]);
  });

  test('gives null for a key without a value, and the others theirs', async () => {
    const loader = batchLoader(source({ a: 1 }).load);
    expect(await loader.loadMany(['x', 'a', 'constructor'])).toEqual([null, 1, null]);
  });

  test('asks for a key once, however often it is wanted', async () => {
    const { calls, load } = source({ a: 1, b: 2 });
    const loader = batchLoader(load);
    expect(await loader.loadMany(['a', 'b', 'a', 'a'])).toEqual([1, 2, 1, 1]);
    expect(await loader.load('a')).toBe(1);
    expect(calls).toEqual([['a', 'b']]);
  });

  test('takes equal objects for the same key', async () => {
    const asked: Key[] = [];
    const loader = batchLoader<Key, string>((keys) => {
      asked.push(...keys);
      return Promise.resolve(
        new Map(keys.map((key) => [keyText(key), `${key.division} ${key.id}`])),
      );
    }, keyText);
    const keys = [
      { division: 'banking', id: '1' },
      { division: 'lending', id: '1' },
      { division: 'banking', id: '1' },
    ];
    expect(await loader.loadMany(keys)).toEqual(['banking 1', 'lending 1', 'banking 1']);
    expect(asked).toEqual(keys.slice(0, 2));
  });

  test('gives each key the error of a load that failed', async () => {
    const loader = batchLoader(() => Promise.reject(new Error('the table is gone')));
    const results = await loader.loadMany(['a', 'b']);
    expect(results).toEqual([new Error('the table is gone'), new Error('the table is gone')]);
  });

  test('splits very many keys over several calls and still keeps their order', async () => {
    const sizes: number[] = [];
    const loader = batchLoader<number, number>((keys) => {
      sizes.push(keys.length);
      return Promise.resolve(new Map(keys.map((key) => [String(key), key * 2])));
    });
    const keys = Array.from({ length: 12_000 }, (_, index) => index);
    expect(await loader.loadMany(keys)).toEqual(keys.map((key) => key * 2));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(12_000);
  });
});

describe('a list loader', () => {
  test('gives each key its list, and an empty one where there is nothing', async () => {
    const { calls, load } = source({ a: [1, 2], b: [3] });
    const loader = listLoader(load);
    expect(await loader.loadMany(['b', 'x', 'a', 'b'])).toEqual([[3], [], [1, 2], [3]]);
    expect(calls).toEqual([['b', 'x', 'a']]);
  });
});

describe('a loader of what must exist', () => {
  test('gives the values that are there and names each key that is not', async () => {
    const loader = requiredLoader('customer', source({ a: 1 }).load);
    expect(await loader.loadMany(['a', 'x'])).toEqual([1, new Error('No customer for key x.')]);
    await expect(loader.load('y')).rejects.toThrow('No customer for key y.');
  });

  test('counts zero and the empty text as values', async () => {
    const loader = requiredLoader<string, number | string>('row', source({ a: 0, b: '' }).load);
    expect(await loader.loadMany(['a', 'b'])).toEqual([0, '']);
  });
});
