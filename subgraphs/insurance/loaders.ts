import { batchLoader, listLoader } from '../kit/batch-loader.ts';
import type { Page } from '../kit/connection.ts';
import type { InsuranceDataSource } from './data-source.ts';
import type { ListRequest } from './keyset-lists.ts';
import type { ClaimRow, PolicyRow } from './model.ts';

export type InsuranceLoaders = ReturnType<typeof createLoaders>;

/** A request's loaders: what many resolvers ask for in one turn becomes one statement. */
export function createLoaders(data: InsuranceDataSource) {
  return Object.freeze({
    policy: batchLoader((ids: readonly string[]) => data.policies(ids)),
    policies: pages<PolicyRow>((requests) => data.policyLists(requests)),
    policyCount: counts((holders) => data.countPolicyLists(holders)),
    claims: pages<ClaimRow>((requests) => data.claimLists(requests)),
    claimCount: counts((policies) => data.countClaimLists(policies)),
  });
}

function pages<Row>(
  load: (requests: readonly ListRequest[]) => Promise<readonly (readonly Row[])[]>,
) {
  return listLoader<ListRequest, Row>(
    async (requests) => keyed(requests, pageKey, await load(requests)),
    pageKey,
  );
}

function counts(load: (groups: readonly (readonly string[])[]) => Promise<readonly number[]>) {
  const key = (owners: readonly string[]) => JSON.stringify(owners);
  return batchLoader<readonly string[], number>(
    async (groups) => keyed(groups, key, await load(groups)),
    key,
  );
}

function pageKey({ owners, page }: { owners: readonly string[]; page: Page }): string {
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
