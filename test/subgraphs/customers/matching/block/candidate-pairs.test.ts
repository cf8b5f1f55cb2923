import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  blocksOfRule,
  forEachCandidate,
} from '../../../../../subgraphs/customers/matching/block/candidate-pairs.ts';

const MOST = 4;
const keys = fc.array(fc.tuple(fc.nat(4), fc.nat(3)), { maxLength: 14 });

function blocksOf(some: readonly (readonly [number, number])[]) {
  return [0, 1].map((rule) => {
    const own = Int32Array.from(some, (both) => both[rule] ?? 0);
    return blocksOfRule({ name: '', keys: [own] }, { records: some.length, mostInBlock: MOST });
  });
}

function candidates(some: readonly (readonly [number, number])[], parts: number) {
  const found: string[] = [];
  for (let part = 0; part < parts; part++) {
    forEachCandidate(blocksOf(some), { part, parts }, (a, b) => found.push(`${a} ${b}`));
  }
  return found.sort();
}

/** By the definition: any key in common that not too many have. */
function expected(some: readonly (readonly [number, number])[]) {
  const sizeOf = (rule: 0 | 1, key: number) => some.filter((it) => it[rule] === key).length;
  const shares = (rule: 0 | 1, a: number, b: number) => {
    const key = some[a]?.[rule] ?? 0;
    return key !== 0 && key === some[b]?.[rule] && sizeOf(rule, key) <= MOST;
  };
  return some
    .flatMap((_, a) => some.map((__, b) => [a, b] as const))
    .filter(([a, b]) => a < b && (shares(0, a, b) || shares(1, a, b)))
    .map(([a, b]) => `${a} ${b}`)
    .sort();
}

describe('candidate pairs', () => {
  test('are all that share a key which not too many have, each told once', () => {
    fc.assert(
      fc.property(keys, (some) => expect(candidates(some, 1)).toEqual(expected(some))),
      { seed: 1, numRuns: 300 },
    );
  });

  test('are parted among workers without a gap and without one twice', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 2, max: 5 }), (some, parts) => {
        expect(candidates(some, parts)).toEqual(candidates(some, 1));
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});
