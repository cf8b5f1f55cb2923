/**
 * Parts of a whole in proportion to weights, by the largest remainder: they sum to the whole exactly, and each is
 * its exact share rounded up or down. Of equal remainders the earlier part gets the unit. All parts are zero
 * when all weights are. Neither the whole nor a weight is negative.
 */
export function apportion(whole: bigint, weights: readonly bigint[]): readonly bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const floors = weights.map((weight) => (whole * weight) / total);
  const left = whole - floors.reduce((sum, part) => sum + part, 0n);
  const byRemainder = weights
    .map((weight, place) => ({ place, remainder: (whole * weight) % total }))
    .sort((one, other) => compare(other.remainder, one.remainder) || one.place - other.place);
  const raised = new Set(byRemainder.slice(0, Number(left)).map(({ place }) => place));
  return floors.map((part, place) => (raised.has(place) ? part + 1n : part));
}

function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
