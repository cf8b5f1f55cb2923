import type { DocumentNode } from 'graphql';

import type { SubgraphAddress } from '../execute/subgraph-line.ts';

/** What a supergraph and its subgraphs offer a ledger. */
export interface LedgerGround {
  readonly supergraph: DocumentNode;
  readonly addresses: readonly SubgraphAddress[];
  readonly assertionSecret: string;
}
