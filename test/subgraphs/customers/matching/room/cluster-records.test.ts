import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cluster, KnownPair } from '../../../../../subgraphs/customers/linking/linker.ts';
import { defaultLinker } from '../../../../../subgraphs/customers/matching/room/probabilistic-linker.ts';
import { sourceText, type PlacedRecord } from '../../../../../subgraphs/customers/model.ts';
import { recordOf, sayings } from './placed-records.ts';

const RECORDS = 6;
const decision = fc.constantFrom('must-link' as const, 'cannot-link' as const, null, null);
const PAIRS = (RECORDS * (RECORDS - 1)) / 2;
const world = fc.tuple(
  fc.array(sayings, { minLength: RECORDS, maxLength: RECORDS }),
  fc.array(decision, { minLength: PAIRS, maxLength: PAIRS }),
);

type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

describe('clusters of records', () => {
  const cases = { seed: 8, numRuns: 200 };

  test('are the same in whatever order records and pairs come', () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (some, numbers) => {
        const { records, pairs } = known(some);
        const order = () => Number(numbers.next().value) - Number(numbers.next().value);
        const mixed = defaultLinker.judge([...records].sort(order)).cluster([...pairs].sort(order));
        expect(textsOf(mixed)).toEqual(textsOf(defaultLinker.judge(records).cluster(pairs)));
      }),
      cases,
    );
  });

  test('never hold two records that a steward parted', () => {
    fc.assert(
      fc.property(world, (some) => {
        const { records, pairs } = known(some);
        const clusterOf = membership(defaultLinker.judge(records).cluster(pairs));
        const parted = pairs.filter((pair) => pair.decision === 'cannot-link');
        for (const { left, right } of parted) {
          expect(clusterOf.get(left)).not.toBe(clusterOf.get(right));
        }
      }),
      cases,
    );
  });

  test('hold together what stewards joined, unless one of them parted it', () => {
    fc.assert(
      fc.property(world, ([said, decisions]) => {
        const onlyJoined = decisions.map((one) => (one === 'cannot-link' ? null : one));
        const { records, pairs } = known([said, onlyJoined]);
        const clusterOf = membership(defaultLinker.judge(records).cluster(pairs));
        const joined = pairs.filter((pair) => pair.decision === 'must-link');
        for (const { left, right } of joined) {
          expect(clusterOf.get(left)).toBe(clusterOf.get(right));
        }
      }),
      cases,
    );
  });

  const nobody = {
    ...{ given: null, family: null, birthDate: null, gender: null, ssn: null, email: null },
    ...{ phone: null, street: null, town: null, postcode: null },
  };

  test.each([
    ['nothing in common', '614709100', 2],
    ['two digits swapped', '926932175', 1],
  ])('hold by a third record two whose identifiers have %s: %s', (_, ssn, expected) => {
    const all = {
      given: 'Robert',
      family: 'Smith',
      birthDate: '1990-12-13',
      email: 'bob@a.example',
    };
    const records = [
      recordOf('1', { ...nobody, ...all, ssn: '926932157' }),
      recordOf('2', { ...nobody, ...all }),
      recordOf('3', { ...nobody, ...all, ssn }),
    ];
    const clusterOf = membership(defaultLinker.judge(records).cluster(pairsOf(records, [])));
    expect(new Set(clusterOf.values()).size).toBe(expected);
  });

  test('never hold two people of different birth, also through a third record', () => {
    const all = { given: 'Robert', family: 'Smith', email: 'bob@a.example', ssn: '926932157' };
    const records = [
      recordOf('1', { ...nobody, ...all, birthDate: '1990-12-13' }),
      recordOf('2', { ...nobody, ...all }),
      recordOf('3', { ...nobody, ...all, birthDate: '1971-01-02' }),
    ];
    const clusterOf = membership(defaultLinker.judge(records).cluster(pairsOf(records, [])));
    expect(clusterOf.get('banking\u00011')).not.toBe(clusterOf.get('banking\u00013'));
    expect(new Set(clusterOf.values()).size).toBe(2);
  });
});

function known([said, decisions]: World) {
  const records = said.map((one, index) => recordOf(String(index), one));
  return { records, pairs: pairsOf(records, decisions) };
}

function pairsOf(
  records: readonly PlacedRecord[],
  decisions: readonly KnownPair['decision'][],
): readonly KnownPair[] {
  const judge = defaultLinker.judge(records);
  const places = records.map(sourceText);
  return places
    .flatMap((left, index) => places.slice(index + 1).map((right) => [left, right] as const))
    .flatMap(([left, right], index): KnownPair[] => {
      const judgement = judge.judge(left, right);
      const said = decisions[index] ?? null;
      if (judgement === null && said === null) return [];
      const { weight = null, isLink = false } = judgement ?? {};
      return [{ left, right, weight, isLink, decision: said }];
    });
}

function membership(clusters: readonly Cluster[]): ReadonlyMap<string, number> {
  return new Map(
    clusters.flatMap(({ members }, index) =>
      members.map((member): [string, number] => [sourceText(member), index]),
    ),
  );
}

function textsOf(clusters: readonly Cluster[]): readonly string[] {
  return clusters.map(({ members }) => JSON.stringify(members)).sort();
}
