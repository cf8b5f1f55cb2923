import type { House } from '../support/house.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** Kills the rooms' process at seeded random moments; those left when the import ends come at its end. */
export function startKiller(house: House, count: number): { finish(): Promise<number> } {
  const random = seededRandom(20_261);
  let running = true;
  let last = 0;
  const loop = async () => {
    for (let kills = 0; kills < count; kills++) {
      last = await otherPid(house, last);
      // Three of four are struck at their work, the fourth while it starts.
      if (kills % 4 !== 3) await untilAnswering(house);
      await new Promise((resolve) => setTimeout(resolve, random() * (running ? 1_500 : 300)));
      process.kill(last, 'SIGKILL');
    }
    return count;
  };
  const finished = loop();
  return {
    finish() {
      running = false;
      return finished;
    },
  };
}

/** The process that came after the one that was killed. */
async function otherPid(house: House, last: number): Promise<number> {
  for (;;) {
    // Between two processes there is no file.
    const pid = await house.pidOf('rooms').catch(() => last);
    if (pid !== last) return pid;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function untilAnswering(house: House): Promise<void> {
  for (;;) {
    const answer = await house.ask('{ metricsFreshness { events } }', {}, 'analyst');
    if (answer.errors === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
