import { sharesNothing } from '../contestants/contestant.ts';
import type { Result } from '../measure/contest.ts';
import { markdownTable } from './markdown-table.ts';
import { ratios } from './results-table.ts';
import type { Measured } from './summary.ts';

/** Ours against each other engine that shares as much, and against those that can share nothing. */
export function nativeRatios(results: readonly Result[]): string | null {
  const measured = results.filter((result): result is Measured => result.kind === 'measured');
  const rows = measured
    .filter(({ contestant }) => contestant.engine === 'native')
    .flatMap((native) =>
      measured
        .filter((other) => isComparable(native, other))
        .map((other) => [
          `native / ${other.contestant.engine}`,
          native.contestant.sharing,
          ...ratios(native, other),
        ]),
    );
  if (rows.length === 0) return null;
  return markdownTable(['ratio', 'shared', '× requests/s', '× CPU'], rows);
}

function isComparable(native: Measured, { contestant }: Measured): boolean {
  if (contestant.engine === 'native') return false;
  return sharesNothing(contestant) || contestant.sharing === native.contestant.sharing;
}
