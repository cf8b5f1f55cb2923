import { parseArgs } from 'node:util';
import {
  contestants,
  engineNames,
  sharesNothing,
  sharings,
  type Contestant,
} from './contestants/contestant.ts';
import type { WorkloadDescription } from './workloads/workload.ts';

export interface BenchOptions {
  readonly workloads: readonly WorkloadDescription[];
  readonly contestants: readonly Contestant[];
  /** False when more than one worker answers: they need every core. */
  readonly pinned: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpRequests: number;
  readonly connections: number;
  readonly jsonFile: string | null;
  /** Null is to measure. */
  readonly profile: { readonly kind: 'cpu' | 'allocations'; readonly directory: string } | null;
  readonly help: boolean;
}

const DEFAULTS = { rounds: 5, seconds: 3, warmUpRequests: 1_500, connections: 50 };
const MOST = { rounds: 100, seconds: 60, warmUpRequests: 1_000_000, connections: 1_000 };

export const BENCH_HELP = `Compares gateways over the same subgraphs in one run and prints ratios.

  npm run bench -- [options]

  --workload LIST      of a, b, c, d (default: all): a deep operation, whole customers, a wide list, a tiny field
  --engines LIST       of ${engineNames.join(', ')} (default: all that are there)
  --sharing LIST       of ${sharings.join(', ')}: what identical requests under way share (default: all)
  --workers LIST       processes of each gateway, e.g. 1,2 (default: 1); with more than one nothing is pinned
  --rounds N           rounds, in which the gateways take turns (default: ${DEFAULTS.rounds})
  --seconds S          of each gateway in each round (default: ${DEFAULTS.seconds})
  --warm-up N          requests to each gateway before the first round (default: ${DEFAULTS.warmUpRequests})
  --connections N      with one request under way each (default: ${DEFAULTS.connections})
  --json FILE          all rounds as JSON
  --profile DIR        do not compare: write a CPU profile of each of our gateways, print where the time goes
  --heap-profile DIR   the same with what is allocated, whether it is still there or not
  --help               this text

Hive Gateway takes part when it is installed: npm ci --prefix bench/peers
`;

const options = {
  workload: { type: 'string' },
  engines: { type: 'string' },
  sharing: { type: 'string' },
  workers: { type: 'string', default: '1' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  'warm-up': { type: 'string' },
  connections: { type: 'string' },
  json: { type: 'string' },
  profile: { type: 'string' },
  'heap-profile': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Throws an Error with a sentence for the terminal. */
export function readBenchOptions(
  args: readonly string[],
  known: readonly WorkloadDescription[],
): BenchOptions {
  const { values } = parseArgs({ args: [...args], options });
  const engines = pick('--engines', values.engines, engineNames);
  const shared = pick('--sharing', values.sharing, sharings);
  const workers = values.workers.split(',').map((text) => number('--workers', text, 64));
  const keys = pick(
    '--workload',
    values.workload,
    known.map(({ key }) => key),
  );
  return {
    workloads: known.filter(({ key }) => keys.includes(key)),
    contestants: contestants
      .filter(({ engine }) => engines.includes(engine))
      .filter((contestant) => sharesNothing(contestant) || shared.includes(contestant.sharing))
      .flatMap((contestant) => workers.map((count) => ({ ...contestant, workers: count }))),
    pinned: workers.every((count) => count === 1),
    rounds: number('--rounds', values.rounds ?? DEFAULTS.rounds, MOST.rounds),
    seconds: number('--seconds', values.seconds ?? DEFAULTS.seconds, MOST.seconds),
    warmUpRequests: number(
      '--warm-up',
      values['warm-up'] ?? DEFAULTS.warmUpRequests,
      MOST.warmUpRequests,
    ),
    connections: number(
      '--connections',
      values.connections ?? DEFAULTS.connections,
      MOST.connections,
    ),
    jsonFile: values.json ?? null,
    profile: readProfile(values),
    help: values.help,
  };
}

function readProfile(values: {
  readonly profile?: string | undefined;
  readonly 'heap-profile'?: string | undefined;
}): BenchOptions['profile'] {
  const { profile, 'heap-profile': heapProfile } = values;
  if (profile !== undefined) return { kind: 'cpu', directory: profile };
  return heapProfile === undefined ? null : { kind: 'allocations', directory: heapProfile };
}

function pick<Name extends string>(
  option: string,
  list: string | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (list === undefined) return known;
  const wanted = list.split(',');
  const wrong = wanted.find((name) => !known.some((one) => one === name));
  if (wrong === undefined) return known.filter((name) => wanted.includes(name));
  throw new Error(`${option} must list some of ${known.join(', ')}, but got: "${wrong}".`);
}

function number(option: string, text: string | number, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new Error(`${option} must be a number above 0 and up to ${most}, but got: "${text}".`);
}
