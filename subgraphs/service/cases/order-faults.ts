import { isGiven } from '../given.ts';
import type { Fault } from '../model.ts';

type NamedTime = readonly [name: string, at: Date | null | undefined];

/** The fault that the first time is before the second; none when either is not given. */
export function orderFaults(
  rule: string,
  [name, at]: NamedTime,
  [earlier, than]: NamedTime,
): readonly Fault[] {
  if (!isGiven(at) || !isGiven(than) || at.getTime() >= than.getTime()) return [];
  const reason = `"${name}" must not be before "${earlier}" ${than.toISOString()}, but is: ${at.toISOString()}.`;
  return [{ rule, reason }];
}
