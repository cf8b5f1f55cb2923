/** Part of the work: what has a number that leaves `part` when divided by `parts`. */
export interface Share {
  readonly part: number;
  readonly parts: number;
}

/** The items of a share, in order. */
export function itemsOf<Item>(items: readonly Item[], { part, parts }: Share): readonly Item[] {
  return items.filter((_, place) => place % parts === part);
}

/** The opposite: what came of each share's items, in the order of all. */
export function inOrder<Result>(shares: readonly (readonly Result[])[]): readonly Result[] {
  const longest = Math.max(0, ...shares.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) =>
    shares.flatMap((share) => share.slice(place, place + 1)),
  ).flat();
}
