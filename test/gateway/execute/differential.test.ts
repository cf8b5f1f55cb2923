import { afterAll, describe, expect, test } from '@jest/globals';

import { loadNativeEngine } from '../../../gateway/execute/native/native-engine.ts';
import { loadReferenceEngine } from '../../../gateway/execute/reference-engine.ts';
import { startContest } from './differential/contest.ts';
import type { Contest } from './differential/contest.ts';
import { plantedFaults, withPlanted } from './differential/planted-faults.ts';
import { describeVerdict } from './differential/report.ts';
import { trials } from './differential/trials.ts';
import { allWorlds, composeWorld } from './differential/world.ts';
import { shop } from './differential/worlds/shop.ts';

// More by hand: npm run differential -- --count 20000 --seed 7
const RUNS = Number(process.env['DIFFERENTIAL_RUNS'] ?? 250);
const SEED = 1;
// On a busy machine a run takes a tenth of a second.
const PATIENCE_MS = 120_000;

describe('random operations through both engines', () => {
  const contests: Contest[] = [];
  afterAll(async () => {
    for (const contest of contests) await contest.stop();
  });

  test.each(allWorlds().map((world) => [world.name, world] as const))(
    `the graph "%s": equal data, equal errors`,
    async (_, world) => {
      const contest = await startContest(world, loadNativeEngine);
      contests.push(contest);
      const seen = { data: 0, errors: 0, lists: 0 };
      const failures: string[] = [];
      for (const trial of trials(world, RUNS, SEED)) {
        const verdict = await contest.run(trial);
        const { data, errors } = verdict.expected;
        if (data !== null && data !== undefined) seen.data += 1;
        if (errors.length > 0) seen.errors += 1;
        if (JSON.stringify(data ?? null).includes('[{')) seen.lists += 1;
        if (verdict.faults.length > 0) failures.push(describeVerdict(verdict));
        if (failures.length >= 3) break;
      }
      expect(failures).toEqual([]);
      // Operations that ask for nothing would agree too.
      expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS / 10);
    },
    PATIENCE_MS,
  );
});

describe('the judge', () => {
  const world = composeWorld(shop.name, shop.subgraphs);

  /** Runs until a difference is found. */
  const findsIn = async (contest: Contest): Promise<boolean> => {
    try {
      for (const trial of trials(world, 200, SEED)) {
        if ((await contest.run(trial)).faults.length > 0) return true;
      }
      return false;
    } finally {
      await contest.stop();
    }
  };

  test.each(Object.entries(plantedFaults))('sees that %s', async (_, plant) => {
    const load = withPlanted(loadReferenceEngine, plant);
    expect(await findsIn(await startContest(world, load, 'stating'))).toBe(true);
  });

  test('sees an engine that believes lies', async () => {
    expect(await findsIn(await startContest(world, loadReferenceEngine, 'lying'))).toBe(true);
  });
});
