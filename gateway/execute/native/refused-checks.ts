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
  const children = place?.children ?? null;
  const read = (key: string): unknown =>
    children === null ? object[key] : wholeValue(object[key], children.get(key) ?? null);
  let refused: Set<number> | null = null;
  for (const check of checks) {
    if (!run.judgeRow(check, read)) (refused ??= new Set()).add(check);
  }
  return refused ?? NONE;
}
