import { startApollo, whyNotApollo } from './apollo.ts';
import { isOurs, type Contestant } from './contestant.ts';
import { startHive, whyNotHive } from './hive.ts';
import type { RunningContestant } from './running-contestant.ts';
import type { Setting } from './setting.ts';
import { startSwitchboard, whyNotSwitchboard } from './switchboard.ts';

/** Null, or why a contestant cannot take part on this machine. */
export function whyNot(contestant: Contestant): string | null {
  if (isOurs(contestant)) return whyNotSwitchboard(contestant);
  return contestant.engine === 'apollo' ? whyNotApollo(contestant) : whyNotHive();
}

export function startContestant(
  contestant: Contestant,
  setting: Setting,
): Promise<RunningContestant> {
  if (isOurs(contestant)) return startSwitchboard(contestant, setting);
  return contestant.engine === 'apollo'
    ? startApollo(contestant, setting)
    : startHive(contestant, setting);
}
