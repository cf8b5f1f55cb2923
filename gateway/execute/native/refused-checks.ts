import { wholeValue } from './place.ts';
import type { Place, Source } from './place.ts';
import type { WriteRun } from './write-run.ts';

const NONE: ReadonlySet<number> = new Set();

/** Those of some checks on objects that one object does not pass for the caller; each is judged once. */
export function refusedChecks(
  checks: readonly number[],
  object: Source,
  { place, run }: { readonly place: Place | null; readonly run: WriteRun },
): ReadonlySet<number> {
  if (checks.length === 0) return NONE;
  const read = (key: string): unknown => wholeValue(object[key], place?.children?.get(key) ?? null);
  return new Set(checks.filter((check) => !run.judgeRow(check, read)));
}
