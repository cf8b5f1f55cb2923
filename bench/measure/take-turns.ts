import { median, medianRatio } from '../load/statistics.ts';
import { markdownTable } from '../report/markdown-table.ts';

/** Something to measure in this process. */
export interface Turn {
  readonly name: string;
  run(): unknown;
}

export interface TurnSettings {
  readonly rounds: number;
  /** How often each runs in one round. */
  readonly perRound: number;
}

/**
 * Runs each in turn, round after round, the order turned each time, and prints processor time a run and its ratio to the
 * first: the median of the ratios of each round.
 */
export async function takeTurns(
  title: string,
  turns: readonly Turn[],
  { rounds, perRound }: TurnSettings,
): Promise<void> {
  const measured = turns.map((): number[] => []);
  // The first rounds warm up.
  for (let round = -4; round < rounds; round += 1) {
    const order = turns.map((_, index) => (index + round + 4) % turns.length);
    for (const index of order) {
      const milliseconds = await cpuOf(turns[index], perRound);
      if (round >= 0) measured[index]?.push(milliseconds);
    }
  }
  const [baseline = []] = measured;
  const rows = turns.map(({ name }, index) => {
    const own = measured[index] ?? [];
    return [name, median(own).toFixed(3), medianRatio(own, baseline).toFixed(2)];
  });
  console.log(`${markdownTable([title, 'ms of processor', 'ratio'], rows)}\n`);
}

async function cpuOf(turn: Turn | undefined, perRound: number): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < perRound; count += 1) await turn?.run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / perRound / 1000;
}
