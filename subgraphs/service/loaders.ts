import type DataLoader from 'dataloader';
import { batchLoader, listLoader } from '../kit/batch-loader.ts';
import type { Page } from '../kit/connection.ts';
import type { ServiceDataSource } from './data-source.ts';
import type { SourceRef } from './model.ts';
import { isWithinBounds, type CaseBounds } from './store/case-bounds.ts';
import type { CaseSelection, Customers } from './store/case-reader.ts';
import { grouped } from './store/grouped.ts';

export type ServiceLoaders = ReturnType<typeof createLoaders>;

/**
 * One request's batches: however many cases or customers a query names, a field costs one statement. What is beyond the
 * caller's bounds is not there.
 */
export function createLoaders(source: ServiceDataSource, bounds: CaseBounds) {
  return Object.freeze({
    ...bounds,
    case: batchLoader(async (ids: readonly string[]) =>
      only(await source.cases.byIds(ids), (one) => isWithinBounds(one, bounds)),
    ),
    trail: listLoader(source.cases.trails),
    replies: listLoader(source.cases.replies),
    complaintSteps: listLoader(source.complaintSteps),
    interaction: batchLoader(async (ids: readonly string[]) =>
      only(
        await source.interactions(ids),
        ({ division }) => bounds.division === null || division === bounds.division,
      ),
    ),
    cases: customerLoader(({ page, filter }: CasesWanted, customers) =>
      source.cases.pages(customers, page, filter),
    ),
    caseCount: customerLoader((filter: CaseSelection, customers) =>
      source.cases.counts(customers, filter),
    ),
    timeline: customerLoader((page: Page, customers) =>
      source.timelines(customers, { page, teams: bounds.teams }),
    ),
    timelineCount: customerLoader((_: null, customers) =>
      source.timelineCounts(customers, bounds.teams),
    ),
    queuePosition: batchLoader((ids: readonly string[]) =>
      source.routing.queuePositions(ids, bounds),
    ),
    queueLength: batchLoader((teams: readonly string[]) =>
      source.routing.queueLengths(teams, bounds),
    ),
    teamAgents: listLoader(async (teams: readonly string[]) => {
      const agents = await source.routing.agents(teams);
      return grouped(
        agents,
        ({ team }) => team,
        (agent) => agent,
      );
    }),
    agentLoad: batchLoader((agents: readonly string[]) => source.routing.loads(agents, bounds)),
    satisfaction: customerLoader((_: null, customers) => source.satisfaction(customers)),
    referrals: customerLoader((_: null, customers) => source.referrals(customers)),
    offers: customerLoader((_: null, customers) => source.offers.ofCustomers(customers)),
  });
}

function only<Value>(
  found: ReadonlyMap<string, Value>,
  isOwn: (value: Value) => boolean,
): ReadonlyMap<string, Value> {
  return new Map([...found].filter(([, value]) => isOwn(value)));
}

interface CasesWanted {
  readonly page: Page;
  readonly filter: CaseSelection;
}

/** One customer, as all divisions know them, and what is asked of them. */
export interface CustomerKey<Wanted> {
  readonly customer: readonly SourceRef[];
  readonly wanted: Wanted;
}

type LoadOfCustomers<Wanted, Value> = (
  wanted: Wanted,
  customers: Customers,
) => Promise<ReadonlyMap<number, Value>>;

/** Customers of whom the same is wanted are loaded together. */
function customerLoader<Wanted, Value>(
  load: LoadOfCustomers<Wanted, Value>,
): DataLoader<CustomerKey<Wanted>, Value | null, string> {
  return batchLoader<CustomerKey<Wanted>, Value>(async (keys) => {
    const loaded = await Promise.all(
      [...sameWanted(keys).values()].map((group) => ofGroup(load, group)),
    );
    return new Map(loaded.flat());
  }, JSON.stringify);
}

type Group<Wanted> = readonly [CustomerKey<Wanted>, ...CustomerKey<Wanted>[]];

function sameWanted<Wanted>(
  keys: readonly CustomerKey<Wanted>[],
): ReadonlyMap<string, Group<Wanted>> {
  const groups = new Map<string, [CustomerKey<Wanted>, ...CustomerKey<Wanted>[]]>();
  for (const key of keys) {
    const text = JSON.stringify(key.wanted);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [key]);
    else group.push(key);
  }
  return groups;
}

async function ofGroup<Wanted, Value>(
  load: LoadOfCustomers<Wanted, Value>,
  group: Group<Wanted>,
): Promise<readonly (readonly [string, Value])[]> {
  const found = await load(
    group[0].wanted,
    group.map((key) => key.customer),
  );
  return group.flatMap((key, place) => {
    const value = found.get(place);
    return value === undefined ? [] : [[JSON.stringify(key), value] as const];
  });
}
