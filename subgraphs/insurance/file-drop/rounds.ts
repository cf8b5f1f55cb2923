/** Groups in which every key stands once, in the order of coming: one statement can take a group. */
export function rounds<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): readonly (readonly Row[])[] {
  const turns = new Map<string, number>();
  const groups: Row[][] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    (groups[turn] ??= []).push(row);
  }
  return groups;
}
