import type { TestRoom } from '../../support/room-client.ts';

export interface AskedKpi {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  readonly confidenceInterval: { low: number; high: number; level: number } | null;
  readonly percentiles: { p50: number; p90: number; p95: number; max: number } | null;
  readonly open: number | null;
  readonly direction: string;
  readonly clock: string;
  readonly definition: string;
  readonly asOf: string;
  readonly division: string | null;
  readonly group: readonly { dimension: string; value: string | null }[];
}

export interface KpiVariables {
  readonly division?: string;
  readonly from: string;
  readonly to: string;
  readonly names?: readonly string[];
  readonly groupBy?: readonly string[];
  readonly filter?: { readonly channel?: string; readonly caseType?: string };
}

const QUERY = `query (
  $division: ID, $from: Date!, $to: Date!, $names: [String!], $groupBy: [KpiDimension!], $filter: KpiFilter
) {
  kpis(division: $division, from: $from, to: $to, names: $names, groupBy: $groupBy, filter: $filter) {
    name value unit numerator denominator n
    confidenceInterval { low high level } percentiles { p50 p90 p95 max } open direction
    clock definition asOf division group { dimension value }
  }
}`;

export const CALLER = Object.freeze({ scopes: ['kpi:read', 'kpi:small-groups'] });

export async function askKpis(
  room: TestRoom,
  variables: KpiVariables,
): Promise<readonly AskedKpi[]> {
  const { data, errors } = await room.ask(QUERY, variables, CALLER);
  if (errors !== undefined) throw new Error(errors.map((error) => error.message).join('\n'));
  return data['kpis'] as readonly AskedKpi[];
}

/** One KPI, not grouped. */
export async function askKpi(
  room: TestRoom,
  name: string,
  variables: Omit<KpiVariables, 'names'>,
): Promise<AskedKpi> {
  const [kpi] = await askKpis(room, { ...variables, names: [name] });
  if (kpi === undefined) throw new Error(`No KPI "${name}" came back.`);
  return kpi;
}

/** Values by group, e.g. `{ 'banking/WEB': 3 }`. */
export async function askGroups(
  room: TestRoom,
  name: string,
  variables: Omit<KpiVariables, 'names'>,
): Promise<Record<string, number | null>> {
  const kpis = await askKpis(room, { ...variables, names: [name] });
  return Object.fromEntries(
    kpis.map((kpi) => [kpi.group.map(({ value }) => value ?? '?').join('/'), kpi.value]),
  );
}
