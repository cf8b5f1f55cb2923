import { batchLoader } from '../kit/batch-loader.ts';
import { countLoader, pageLoader } from '../kit/page-loaders.ts';
import type { InsuranceDataSource } from './data-source.ts';
import type { ClaimRow, PolicyRow } from './model.ts';

export type InsuranceLoaders = ReturnType<typeof createLoaders>;

/** A request's loaders: what many resolvers ask for in one turn becomes one statement. */
export function createLoaders(data: InsuranceDataSource) {
  return Object.freeze({
    policy: batchLoader((ids: readonly string[]) => data.policies(ids)),
    policies: pageLoader<PolicyRow>((requests) => data.policyLists(requests)),
    policyCount: countLoader((holders) => data.countPolicyLists(holders)),
    claims: pageLoader<ClaimRow>((requests) => data.claimLists(requests)),
    claimCount: countLoader((policies) => data.countClaimLists(policies)),
  });
}
