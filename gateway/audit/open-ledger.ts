import { readGraph } from '../access/graph-model.ts';
import { requirementText } from '../access/requirement-text.ts';
import { ConfigError } from '../config.ts';
import type { GatewayConfig } from '../config.ts';
import type { SubgraphAddress } from '../execute/subgraph-line.ts';
import type { GatewayParts } from '../gateway-parts.ts';
import { readClassification } from './classification.ts';
import type { LedgerGround } from './ledger-ground.ts';
import { ledgerWriter } from './ledger-writer.ts';
import { LedgerQueue } from './ledger-queue.ts';
import { createReadLedger } from './read-ledger.ts';
import type { ReadLedger } from './read-ledger.ts';

/** A ledger, and what ends it. */
export interface OpenLedger {
  readonly ledger: ReadLedger;
  /** Writes what is left; what cannot be written within the time of a drain is counted in the log. */
  close(): Promise<void>;
}

/**
 * Where the supergraph has the subgraph that keeps the ledger, and the configuration does not say otherwise.
 * Throws a ConfigError where a ledger is demanded and cannot be.
 */
export function keepsLedger(
  { ledger }: GatewayConfig,
  addresses: readonly SubgraphAddress[],
): boolean {
  const isThere = addresses.some(({ name }) => name === ledger.subgraph);
  if (ledger.enabled === true && !isThere) {
    throw new ConfigError([
      `ledger.enabled needs a subgraph "${ledger.subgraph}" in the supergraph, which has none.`,
    ]);
  }
  return isThere && ledger.enabled !== false;
}

/** The type whose objects say whose data they are, with the field that says it. */
export function subjectsOf({ ledger }: GatewayConfig): ReadonlyMap<string, string> {
  const [type = '', field = ''] = ledger.subject.split('.');
  return new Map([[type, field]]);
}

export function openLedger(ground: LedgerGround, parts: GatewayParts): OpenLedger {
  const { config, log, clock, metrics } = parts;
  const { level, waitFor, whenFull, queue: most, batch, lingerMs } = config.ledger;
  const writer = ledgerWriter(ground, parts);
  const queue = new LedgerQueue({
    ...{ write: writer.write, most, batch, lingerMs, log },
    observe: (outcome, entries) => metrics.ledgerBatch(outcome, entries),
  });
  const { table } = readGraph(ground.supergraph, []);
  return {
    ledger: createReadLedger({
      ...{ queue, clock, level, waitFor, whenFull },
      classification: readClassification(ground.supergraph),
      ruleText: (requirement) => requirementText(table.requirements[requirement] ?? []),
    }),
    async close() {
      const lost = await queue.close(config.timeouts.drainMs);
      if (lost > 0) log.error({ entries: lost }, 'entries never reached the read ledger');
      await writer.close();
    },
  };
}
