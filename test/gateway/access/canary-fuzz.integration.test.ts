import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { companyWorld } from '../execute/differential/world.ts';
import { describeVerdict } from './fuzz/fuzz-report.ts';
import { startFuzzHouse } from './fuzz/fuzz-house.ts';
import type { FuzzHouse } from './fuzz/fuzz-house.ts';
import type { Range } from './fuzz/fuzz-trials.ts';
import { peopleWorld } from './fuzz/people-world.ts';
import { runFuzz } from './fuzz/run-fuzz.ts';
import type { FuzzVerdict } from './fuzz/run-fuzz.ts';

// More by hand: npm run fuzz -- --count 100000 --seed 7
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500);
const SEED = 1;
const LANES = 4;
// On a busy machine a run takes a tenth of a second.
const PATIENCE_MS = 400_000;

async function verdictsOf(
  house: FuzzHouse,
  range: Pick<Range, 'count' | 'callersOfOne'>,
): Promise<readonly FuzzVerdict[]> {
  const verdicts: FuzzVerdict[] = [];
  const observe = (verdict: FuzzVerdict): boolean => verdicts.push(verdict) > 0;
  await runFuzz(house, { seed: SEED, from: 0, ...range, lanes: LANES, observe });
  return verdicts;
}

function described(verdicts: readonly FuzzVerdict[]): readonly string[] {
  return verdicts.filter(({ faults }) => faults.length > 0).map(describeVerdict);
}

const company = companyWorld();

describe.each([
  ['company', RUNS, () => company],
  ['people', 160, peopleWorld],
] as const)('random operations over the graph "%s"', (_, runs, world) => {
  let house: FuzzHouse;
  beforeAll(async () => {
    house = await startFuzzHouse(world(), { seed: SEED, lanes: LANES });
  }, PATIENCE_MS);
  afterAll(() => house.stop());

  test(
    'tell every caller all that they may read and nothing else, and ask no room for more',
    async () => {
      const verdicts = await verdictsOf(house, { count: runs, callersOfOne: 20 });
      expect(described(verdicts).slice(0, 3)).toEqual([]);
      // Operations that ask for nothing, or for what everybody may read, would pass too.
      expect(verdicts.filter(({ hasData }) => hasData).length).toBeGreaterThan(runs / 2);
      expect(verdicts.filter(({ denials }) => denials > 0).length).toBeGreaterThan(runs / 4);
    },
    PATIENCE_MS,
  );
});

describe('the judge', () => {
  test(
    'finds hundreds of leaks, and rooms that are asked too much, where nothing is filtered',
    async () => {
      // Whoever is signed in may read everything.
      const supergraph = company.full.replace(/@requiresScopes\(.*?\]\]\)/g, '@authenticated');
      const house = await startFuzzHouse(company, { seed: SEED, lanes: LANES, supergraph });
      const verdicts = await verdictsOf(house, { count: 400, callersOfOne: 5 });
      await house.stop();
      const found = (beginning: RegExp): number =>
        verdicts.flatMap(({ faults }) => faults.filter((one) => beginning.test(one))).length;
      expect(found(/^leak of /)).toBeGreaterThan(200);
      expect(found(/^room \w+ was asked for /)).toBeGreaterThan(200);
      expect(found(/^missing error /)).toBeGreaterThan(100);
      expect(found(/^what must not run was half done/)).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  test(
    'finds objects of others, and contact points without consent, where objects are not judged',
    async () => {
      const rule =
        /@policy\(policies: \[\["(servesThisCustomer|concernsOwn\w+|agreesTo\w+)"(, "concernsOwnTeam")?\]\]\)/g;
      expect([...company.full.matchAll(rule)].length).toBeGreaterThan(5);
      const supergraph = company.full.replace(rule, '');
      const house = await startFuzzHouse(company, { seed: SEED, lanes: LANES, supergraph });
      const verdicts = await verdictsOf(house, { count: 200, callersOfOne: 5 });
      await house.stop();
      const faults = verdicts.flatMap((one) => one.faults);
      expect(faults.filter((one) => /null became/.test(one)).length).toBeGreaterThan(2);
    },
    PATIENCE_MS,
  );
});
