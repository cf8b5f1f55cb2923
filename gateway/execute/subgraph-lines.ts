import { openSubgraphLine } from './subgraph-line.ts';
import type { LineSettings, SubgraphAddress, SubgraphLine } from './subgraph-line.ts';

/** The lines that are open, each once, however many ask for it. */
export interface SubgraphLines {
  /** Whoever takes a line closes it when done with it; the last one closes it for good. */
  take(address: SubgraphAddress, assertionSecret: string | null): SubgraphLine;
}

interface OpenLine {
  readonly line: SubgraphLine;
  takers: number;
}

/** Keeps connections and circuit breakers over a change of the supergraph that leaves a subgraph where it is. */
export function createSubgraphLines(
  settings: Omit<LineSettings, 'assertionSecret'>,
): SubgraphLines {
  const lines = new Map<string, OpenLine>();
  return {
    take(address, assertionSecret) {
      const key = JSON.stringify([address.name, address.url, assertionSecret !== null]);
      const open: OpenLine = lines.get(key) ?? {
        line: openSubgraphLine(address, { ...settings, assertionSecret }),
        takers: 0,
      };
      open.takers += 1;
      lines.set(key, open);
      return {
        client: open.line.client,
        async close() {
          open.takers -= 1;
          if (open.takers > 0) return;
          lines.delete(key);
          await open.line.close();
        },
      };
    },
  };
}
