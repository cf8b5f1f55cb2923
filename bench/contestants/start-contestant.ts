import type { Contestant } from './contestant.ts';
import { startHive, whyNotHive } from './hive.ts';
import type { RunningContestant } from './running-contestant.ts';
import type { Setting } from './setting.ts';
import { startSwitchboard, whyNotSwitchboard } from './switchboard.ts';

/** Null, or why a contestant cannot take part on this machine. */
export function whyNot(contestant: Contestant): string | null {
  return isHive(contestant) ? whyNotHive() : whyNotSwitchboard(contestant);
}

export function startContestant(
  contestant: Contestant,
  setting: Setting,
): Promise<RunningContestant> {
  return isHive(contestant)
    ? startHive(contestant, setting)
    : startSwitchboard(contestant, setting);
}

function isHive({ engine }: Contestant): boolean {
  return engine === 'hive' || engine === 'hive-rust';
}
