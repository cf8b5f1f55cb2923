import { isOurs, type Contestant } from './contestant.ts';
import { startHive, whyNotHive } from './hive.ts';
import type { RunningContestant } from './running-contestant.ts';
import type { Setting } from './setting.ts';
import { startSwitchboard, whyNotSwitchboard } from './switchboard.ts';

/** Null, or why a contestant cannot take part on this machine. */
export function whyNot(contestant: Contestant): string | null {
  return isOurs(contestant) ? whyNotSwitchboard(contestant) : whyNotHive();
}

export function startContestant(
  contestant: Contestant,
  setting: Setting,
): Promise<RunningContestant> {
  return isOurs(contestant)
    ? startSwitchboard(contestant, setting)
    : startHive(contestant, setting);
}
