import { parseArgs } from 'node:util';

import { companyWorld } from '../../execute/differential/world.ts';
import type { World } from '../../execute/differential/world.ts';
import { peopleWorld } from './people-world.ts';
import { startFuzzHouse } from './fuzz-house.ts';
import type { FuzzHouse } from './fuzz-house.ts';
import { describeVerdict, shrinkTrial } from './fuzz-report.ts';
import { runFuzz } from './run-fuzz.ts';
import type { FuzzVerdict } from './run-fuzz.ts';

const HELP = `Sends random operations by random callers to a running gateway over HTTP, and judges by the divisions' own
SDL that every answer holds all that its caller may read, nothing else, and that no room is asked for more.

Usage: npm run fuzz -- [OPTIONS]

Options:
  --count N      How many operations (default 100000).
  --seed S       Which data, callers and operations (default 1).
  --from N       Number of the first operation, to go on or to see one again (default 0).
  --world NAME   The graph: company, our own (default), or people, a small one with every trap.
  --lanes N      Operations under way at once (default 8).
  --most N       Faults to show before it gives up (default 5).
  --help         This text.
`;

const PROGRESS_EVERY = 2_000;

const WORLDS: Readonly<Record<string, () => World>> = {
  company: companyWorld,
  people: peopleWorld,
};

const options = {
  count: { type: 'string', default: '100000' },
  seed: { type: 'string', default: '1' },
  from: { type: 'string', default: '0' },
  world: { type: 'string', default: 'company' },
  lanes: { type: 'string', default: '8' },
  most: { type: 'string', default: '5' },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const world = WORLDS[values.world];
  if (world === undefined)
    throw new Error(`--world must be company or people, but got: ${values.world}.`);
  const range = {
    seed: wholeNumber('seed', values.seed),
    from: wholeNumber('from', values.from),
    count: wholeNumber('count', values.count),
    callersOfOne: 8,
  };
  const lanes = wholeNumber('lanes', values.lanes);
  const most = wholeNumber('most', values.most);
  const house = await startFuzzHouse(world(), { seed: range.seed, lanes });
  const tally = new Tally(range.count);
  await runFuzz(house, { ...range, lanes, observe: (verdict) => tally.add(verdict) < most });
  for (const verdict of tally.faulty) await show(house, verdict, range.seed);
  console.log(tally.summary());
  await house.stop();
  return tally.faulty.length === 0 ? 0 : 1;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`--${name} must be a whole number, but got: ${text}.`);
}

class Tally {
  readonly faulty: FuzzVerdict[] = [];
  readonly #count: number;
  readonly #started = Date.now();
  readonly #seen = { done: 0, data: 0, denied: 0, denials: 0 };

  constructor(count: number) {
    this.#count = count;
  }

  /** Returns how many faulty ones there are by now. */
  add(verdict: FuzzVerdict): number {
    this.#seen.done += 1;
    if (verdict.hasData) this.#seen.data += 1;
    if (verdict.denials > 0) this.#seen.denied += 1;
    this.#seen.denials += verdict.denials;
    if (verdict.faults.length > 0) this.faulty.push(verdict);
    if (this.#seen.done % PROGRESS_EVERY === 0) console.log(this.summary());
    return this.faulty.length;
  }

  summary(): string {
    const { done, data, denied, denials } = this.#seen;
    const each = ((Date.now() - this.#started) / Math.max(1, done)).toFixed(1);
    return `${done} of ${this.#count}, ${each} ms each: ${data} with data, ${denied} with ${denials} denials, ${this.faulty.length} faulty.`;
  }
}

async function show(house: FuzzHouse, verdict: FuzzVerdict, seed: number): Promise<void> {
  const smallest = await shrinkTrial(house, verdict);
  const { caller } = verdict.trial;
  const holder = caller === null ? null : house.callers[caller];
  console.log(`\nSeed ${seed}. ${describeVerdict(smallest)}\ncaller ${JSON.stringify(holder)}\n`);
}

process.exitCode = await main();
