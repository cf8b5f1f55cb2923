import type { Stretch } from '../rollups/split-period.ts';

/**
 * The instants between which observations have to be counted to compare parts of a period with what is known already;
 * null where nothing known reaches into it but the same parts.
 */
export function edgesToCount(
  parts: readonly Stretch[],
  known: readonly Stretch[],
): readonly Date[] | null {
  const [start, end] = [parts[0]?.start, parts.at(-1)?.end];
  if (start === undefined || end === undefined) return null;
  const own = new Set(parts.map(textOf));
  const others = known.filter((one) => one.start < end && start < one.end && !own.has(textOf(one)));
  if (others.length === 0) return null;
  // What a known stretch has beyond the period is a piece too, cut where another begins or ends.
  const from = Math.min(+start, ...others.filter((one) => one.start < start).map(startOf));
  const to = Math.max(+end, ...others.filter((one) => one.end > end).map(endOf));
  const edges = [...parts, ...known]
    .flatMap((one) => [startOf(one), endOf(one)])
    .filter((edge) => from <= edge && edge <= to);
  return [...new Set(edges)].sort((left, right) => left - right).map((edge) => new Date(edge));
}

function textOf(stretch: Stretch): string {
  return `${startOf(stretch)} ${endOf(stretch)}`;
}

function startOf({ start }: Stretch): number {
  return start.getTime();
}

function endOf({ end }: Stretch): number {
  return end.getTime();
}
