import { connectionOf, readPage } from '../kit/connection.ts';
import type { Connection, Page, PageArguments } from '../kit/connection.ts';
import { checkOwnDivision } from '../kit/own-division.ts';
import type { Resolvers } from '../kit/resolvers.ts';
import type { RoomContext } from '../kit/room.ts';
import type { InsuranceDataSource } from './data-source.ts';
import type { InboxWatcher } from './file-drop/watch-inbox.ts';
import type { InsuranceLoaders } from './loaders.ts';
import { DIVISION } from './model.ts';
import type { ClaimRow, FileDropRow, PolicyFilter, PolicyRow } from './model.ts';
import { moneyOf } from '../kit/money.ts';
import { cancelPolicy, fileClaim } from './policy-changes.ts';
import type { FileClaimInput, InsuranceChanges } from './policy-changes.ts';

export interface InsuranceServices {
  readonly data: InsuranceDataSource;
  readonly changes: InsuranceChanges;
  readonly watcher: InboxWatcher;
  /** Events wait in the outbox. */
  readonly kick: () => void;
}

type InsuranceContext = RoomContext<InsuranceServices, { readonly loaders: InsuranceLoaders }>;

interface CustomerReference {
  readonly sourceRecords?:
    readonly { readonly division: string; readonly localId: string }[] | null;
}

export const resolvers: Resolvers = {
  Query: {
    policy: (_: unknown, { id }: { id: string }, { loaders }: InsuranceContext) =>
      loaders.policy.load(id),
    async policies(
      _: unknown,
      args: PageArguments & { filter?: PolicyFilter | null },
      { services }: InsuranceContext,
    ) {
      const page = readPage(args);
      const filter = args.filter ?? {};
      const rows = await services.data.policyPage(page, filter);
      return connectionOf(rows, page, policyCursor, () => services.data.countPolicies(filter));
    },
    async fileDrops(_: unknown, args: PageArguments, { services, caller }: InsuranceContext) {
      checkOwnDivision(caller, [DIVISION]);
      const page = readPage(args);
      const rows = await services.data.fileDropPage(page);
      return connectionOf(rows, page, fileDropCursor, () => services.data.countFileDrops());
    },
  },
  Mutation: {
    fileClaim: (_: unknown, { input }: { input: FileClaimInput }, { services }: InsuranceContext) =>
      fileClaim(services.changes, input),
    async cancelPolicy(
      _: unknown,
      { id, effectiveOn }: { id: string; effectiveOn: string },
      { services }: InsuranceContext,
    ) {
      const policy = await cancelPolicy(services.changes, id, effectiveOn);
      services.kick();
      return policy;
    },
  },
  Customer: {
    __resolveReference: (reference: CustomerReference) => reference,
    policies(customer: CustomerReference, args: PageArguments, { loaders }: InsuranceContext) {
      const page = readPage(args);
      const owners = ownLocalIds(customer);
      return owners === null ? null : policyConnection(loaders, owners, page);
    },
  },
  Policy: {
    __resolveReference: ({ id }: { id: string }, { loaders }: InsuranceContext) =>
      loaders.policy.load(id),
    premium: (policy: PolicyRow) => moneyOf(policy.premium, policy.currency),
    startsOn: (policy: PolicyRow) => policy.starts_on,
    endsOn: (policy: PolicyRow) => policy.ends_on,
    holder: ({ holder_local_id: localId }: PolicyRow) => ({
      __typename: 'Customer',
      sourceRef: { division: DIVISION, localId },
    }),
    async claims(policy: PolicyRow, args: PageArguments, { loaders }: InsuranceContext) {
      const page = readPage(args);
      const owners = [policy.id];
      const rows = await loaders.claims.load({ owners, page });
      return connectionOf(rows, page, claimCursor, () => loaders.claimCount.load(owners));
    },
  },
  Claim: {
    amount: (claim: ClaimRow) => moneyOf(claim.amount, claim.currency),
    occurredOn: (claim: ClaimRow) => claim.occurred_on,
    reportedOn: (claim: ClaimRow) => claim.reported_on,
  },
  FileDrop: {
    receivedAt: (drop: FileDropRow) => drop.received_at,
  },
};

/** The division's own holder numbers of a customer; null when the crosswalk could not say. */
function ownLocalIds({ sourceRecords }: CustomerReference): readonly string[] | null {
  if (!sourceRecords) return null;
  const own = sourceRecords.filter((record) => record.division === DIVISION);
  return [...new Set(own.map((record) => record.localId))].sort();
}

async function policyConnection(
  loaders: InsuranceLoaders,
  owners: readonly string[],
  page: Page,
): Promise<Connection<PolicyRow>> {
  const rows = owners.length === 0 ? [] : await loaders.policies.load({ owners, page });
  return connectionOf(rows, page, policyCursor, () =>
    owners.length === 0 ? 0 : loaders.policyCount.load(owners),
  );
}

function policyCursor(policy: PolicyRow): readonly string[] {
  return [policy.starts_on, policy.id];
}

function claimCursor(claim: ClaimRow): readonly string[] {
  return [claim.reported_on, claim.key];
}

function fileDropCursor(drop: FileDropRow): readonly string[] {
  return [drop.received_at.toISOString(), drop.id];
}
