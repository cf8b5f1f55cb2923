import { batchLoader, listLoader } from './batch-loader.ts';
import type { ListRequest } from './keyset-lists.ts';

/** Loads pages of lists: those asked for in one turn come from one call, in the order of the requests. */
export function pageLoader<Row>(
  load: (requests: readonly ListRequest[]) => Promise<readonly (readonly Row[])[]>,
) {
  return listLoader<ListRequest, Row>(
    async (requests) => keyed(requests, pageKey, await load(requests)),
    pageKey,
  );
}

/** As `pageLoader`, for how many rows owners have together. */
export function countLoader(
  load: (groups: readonly (readonly string[])[]) => Promise<readonly number[]>,
) {
  const key = (owners: readonly string[]) => JSON.stringify(owners);
  return batchLoader<readonly string[], number>(
    async (groups) => keyed(groups, key, await load(groups)),
    key,
  );
}

function pageKey({ owners, page }: ListRequest): string {
  return JSON.stringify([owners, page.direction, page.limit, page.cursor]);
}

function keyed<Key, Value>(
  keys: readonly Key[],
  text: (key: Key) => string,
  values: readonly Value[],
): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const [index, value] of values.entries()) {
    const key = keys[index];
    if (key !== undefined) found.set(text(key), value);
  }
  return found;
}
