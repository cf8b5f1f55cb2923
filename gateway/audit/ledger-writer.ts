import type { Caller } from '../auth/caller.ts';
import { newRequestRecord } from '../context.ts';
import { Deadline } from '../deadline.ts';
import { timeoutOf } from '../execute/subgraph-line.ts';
import type { GatewayParts } from '../gateway-parts.ts';
import { LEDGER_APPEND_SCOPE } from '../../schema/ledger-batch.ts';
import type { LedgerBatch } from '../../schema/ledger-batch.ts';
import type { LedgerGround } from './ledger-ground.ts';

const APPEND = 'mutation AppendReads($batch: String!) { appendReads(batch: $batch) }';

/** The gateway itself, as the subgraph that keeps the ledger knows it. */
const GATEWAY: Caller = Object.freeze({
  ...{ subject: 'gateway', roles: [], scopes: [LEDGER_APPEND_SCOPE] },
  ...{ division: null, teams: [], purpose: null, expiresAt: Number.MAX_SAFE_INTEGER },
});

/** Writes batches over a line of its own kind: sharing between callers knows nothing of it. */
export function ledgerWriter(
  { addresses, assertionSecret }: LedgerGround,
  { config, lines, log }: GatewayParts,
): { readonly write: (batch: LedgerBatch) => Promise<void>; close(): Promise<void> } {
  const { subgraph } = config.ledger;
  const address = addresses.find(({ name }) => name === subgraph);
  if (address === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
  const line = lines.take(address, assertionSecret);
  return {
    async write(batch) {
      const body = JSON.stringify({ query: APPEND, variables: { batch: JSON.stringify(batch) } });
      const deadline = new Deadline(performance.now() + timeoutOf(subgraph, config));
      const context = { requestId: batch.id, caller: GATEWAY, record: newRequestRecord() };
      const call = { body, isMutation: true, entities: [] };
      const { errors, data } = await line.client.send(call, { ...context, log, deadline });
      const [error] = errors ?? [];
      if (error !== undefined) throw new Error(error.message);
      // Nothing but a number says that it was written.
      if (typeof data?.['appendReads'] !== 'number') throw new Error('No count of entries came.');
    },
    close: () => line.close(),
  };
}
