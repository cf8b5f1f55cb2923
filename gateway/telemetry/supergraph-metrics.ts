import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

/** What is counted of supergraphs and of the operations that are prepared over them. */
export interface SupergraphMetrics {
  /** What became of a supergraph that was not the one before. */
  supergraphRead(outcome: 'loaded' | 'refused'): void;
  /** An operation was looked for among the prepared ones. */
  operationPrepared(outcome: 'hit' | 'miss'): void;
}

export function createSupergraphMetrics(registry: Registry): SupergraphMetrics {
  const registers = [registry];
  const supergraphs = new Counter({
    name: 'switchboard_supergraphs_total',
    help: 'New supergraphs: loaded, or refused because of their faults.',
    labelNames: ['outcome'],
    registers,
  });
  const prepared = new Counter({
    name: 'switchboard_prepared_operations_total',
    help: 'Operations that were prepared already (hit) or had to be (miss).',
    labelNames: ['outcome'],
    registers,
  });
  return {
    supergraphRead: (outcome) => supergraphs.inc({ outcome }),
    operationPrepared: (outcome) => prepared.inc({ outcome }),
  };
}
