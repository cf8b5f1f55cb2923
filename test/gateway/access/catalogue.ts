import { expect } from '@jest/globals';
import type { ExecutionResult } from 'graphql';

import { AccessOracle } from './access-oracle.ts';
import { startPeopleGateway } from './people-gateway.ts';
import type { PeopleGateway, Question } from './people-gateway.ts';
import { composePeople, writes } from './people-graph.ts';

/**
 * Ways to get at what one may not read, each a request with its safe outcome, over subgraphs that answer
 * on real ports: a forbidden value is null, has one error and is not fetched; nothing else changes.
 */
export interface Catalogue {
  readonly gateway: PeopleGateway;
  /** Asks, and checks what the subgraphs were asked on the way. */
  ask(
    query: string,
    rights?: readonly string[],
    more?: Omit<Question, 'query'>,
  ): Promise<ExecutionResult>;
  /** Everything that the subgraphs were asked. */
  fetched(): string;
}

export async function openCatalogue(): Promise<Catalogue> {
  const oracle = new AccessOracle(composePeople().api);
  const gateway = await startPeopleGateway('http');
  return {
    gateway,
    async ask(query, rights = [], more = {}) {
      writes.length = 0;
      const result = await gateway.ask({ query, ...more }, rights);
      expect(oracle.fetchedThoughDenied(gateway.asked, rights)).toEqual([]);
      // Through JSON, as a client gets it; objects without a prototype become ordinary ones.
      return JSON.parse(JSON.stringify(result)) as ExecutionResult;
    },
    fetched: () => gateway.asked.map(({ query }) => query).join('\n'),
  };
}

/** Where the errors of a result are; there may be none of another kind. */
export function forbidden(result: ExecutionResult): readonly unknown[] {
  for (const { extensions } of result.errors ?? []) {
    expect(extensions['code']).toBe('FIELD_FORBIDDEN');
  }
  return (result.errors ?? []).map(({ extensions }) => extensions['at']);
}
