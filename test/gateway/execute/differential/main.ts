import { parseArgs } from 'node:util';

import { loadNativeEngine } from '../../../../gateway/execute/native/native-engine.ts';
import { startContest } from './contest.ts';
import { describeVerdict } from './report.ts';
import { shrink } from './shrink.ts';
import { trials } from './trials.ts';
import { allWorlds } from './world.ts';
import type { World } from './world.ts';

const HELP = `Runs random operations through the reference engine and another, and compares the answers.

Usage: npm run differential -- [OPTIONS]

Options:
  --count N      Operations over all graphs together (default 20000).
  --seed S       Which operations (default 1).
  --world NAME   Only one graph: company, shop, media or ledger.
  --most N       Differences to show before it gives up (default 5).
  --help         This text.
`;

const PROGRESS_EVERY = 500;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      world: { type: 'string' },
      most: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const worlds = allWorlds().filter(({ name }) => (values.world ?? name) === name);
  if (worlds.length === 0) throw new Error(`There is no world "${values.world ?? ''}".`);
  let differences = 0;
  for (const world of worlds) {
    const count = Math.ceil(Number(values.count) / worlds.length);
    differences += await runWorld(world, {
      count,
      seed: Number(values.seed),
      most: Number(values.most),
    });
  }
  console.log(`${differences} ${differences === 1 ? 'difference' : 'differences'}.`);
  return differences === 0 ? 0 : 1;
}

interface Run {
  readonly count: number;
  readonly seed: number;
  readonly most: number;
}

async function runWorld(world: World, { count, seed, most }: Run): Promise<number> {
  const contest = await startContest(world, loadNativeEngine);
  const started = Date.now();
  let differences = 0;
  let done = 0;
  const overlooked = new Map<string, number>();
  for (const trial of trials(world, count, seed)) {
    const verdict = await contest.run(trial);
    done += 1;
    for (const one of verdict.known) overlooked.set(one, (overlooked.get(one) ?? 0) + 1);
    if (verdict.faults.length > 0) {
      differences += 1;
      const smallest = await shrink(verdict, (one) => contest.run(one));
      console.log(`\nSeed ${seed}. ${describeVerdict(smallest)}\n`);
      if (differences >= most) break;
    }
    if (done % PROGRESS_EVERY === 0) {
      const each = (Date.now() - started) / done;
      console.log(`${world.name}: ${done} of ${count}, seed ${seed}, ${each.toFixed(1)} ms each`);
    }
  }
  await contest.stop();
  const names = [...overlooked].map(([name, count]) => `${count} × ${name}`).join(', ');
  console.log(`${world.name}: ${done} operations, ${differences} differ.`);
  if (names !== '') console.log(`The reference is known to be wrong: ${names}.`);
  return differences;
}

process.exitCode = await main();
