import type { SampleCompany, SourceRef } from '../../sample/company.ts';
import type { GatewayClient } from '../client/gateway-client.ts';

const LOOK_EVERY_MS = 200;
const MOST_LOOKS = 300;

/**
 * Waits until the central customer database knows the last customer of every division: the first query
 * then finds everybody. KPIs follow within seconds, as `metricsFreshness` tells.
 */
export async function waitUntilLinked(
  client: GatewayClient,
  company: SampleCompany,
): Promise<void> {
  const fields = lastCustomers(company).map(
    ({ division, localId }) =>
      `${division}: customerBySource(division: "${division}", localId: "${localId}") { id }`,
  );
  for (let look = 0; look < MOST_LOOKS; look++) {
    const data = await client.ask(`{ ${fields.join(' ')} }`, {});
    if (Object.values(data).every((customer) => customer !== null)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function lastCustomers({ truth }: SampleCompany): readonly SourceRef[] {
  const last = new Map<string, SourceRef>();
  for (const ref of truth.people.flatMap((person) => person.records)) {
    const known = last.get(ref.division);
    if (known === undefined || known.localId < ref.localId) last.set(ref.division, ref);
  }
  return [...last.values()];
}
