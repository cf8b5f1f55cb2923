import { expect } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import type { ExecutionResult } from 'graphql';

import type { GatewayConfig } from '../../../gateway/config.ts';
import { askedFields } from './fuzz/asked-fields.ts';
import { DeclaredRights } from './fuzz/declared-rights.ts';
import { callerWith, startPeopleGateway } from './people-gateway.ts';
import type { PeopleGateway, Question } from './people-gateway.ts';
import { composePeople, peopleSubgraphs, writes } from './people-graph.ts';
import type { Asked } from './people-room.ts';

/**
 * Ways to get at what one may not read, each a request over HTTP to the running gateway with its safe outcome. The
 * rooms answer behind their guard: a forbidden value is null, has one error and is not fetched; nothing else changes.
 * The number before a test's name is its line of the catalogue of attacks; `+` is one that the catalogue lacks.
 */
export interface Catalogue {
  readonly gateway: PeopleGateway;
  /** Asks, and checks what the rooms were asked on the way. */
  ask(
    query: string,
    rights?: readonly string[],
    more?: Omit<Question, 'query'>,
  ): Promise<ExecutionResult>;
  /** Everything that the rooms were asked. */
  fetched(): string;
}

export async function openCatalogue(
  adjust?: (config: GatewayConfig) => GatewayConfig,
): Promise<Catalogue> {
  const gateway = await startPeopleGateway(adjust);
  return {
    gateway,
    async ask(query, rights = [], more = {}) {
      writes.length = 0;
      const result = await gateway.ask({ query, ...more }, rights);
      expect(fetchedThoughDenied(gateway.asked, rights)).toEqual([]);
      return result;
    },
    fetched: () => gateway.asked.map(({ query }) => query).join('\n'),
  };
}

const subgraphs = peopleSubgraphs();
const schemas = new Map(subgraphs.map(({ name, schema }) => [name, schema]));
const declared = new DeclaredRights(
  subgraphs.map(({ typeDefs }) => typeDefs),
  buildSchema(composePeople().api),
);

/** Fields that rooms were asked for although the caller may not read them. */
function fetchedThoughDenied(
  asked: readonly Asked[],
  rights: readonly string[],
): readonly string[] {
  const { scopes, division } = callerWith([...rights, 'signedIn']) ?? {
    scopes: [],
    division: null,
  };
  const holder = { roles: [], scopes, division, teams: [], purpose: null };
  return asked.flatMap(({ subgraph, query }) => {
    const schema = schemas.get(subgraph);
    if (schema === undefined) throw new Error(`No subgraph "${subgraph}".`);
    return askedFields(parse(query), schema)
      .filter(([type, field]) => !declared.mayFetch(type, field, holder))
      .map(([type, field]) => `${type}.${field}`);
  });
}

/** Where the errors of a result are; there may be none of another kind. */
export function forbidden(result: ExecutionResult): readonly unknown[] {
  for (const { extensions } of result.errors ?? []) {
    expect(extensions['code']).toBe('FIELD_FORBIDDEN');
  }
  return (result.errors ?? []).map(({ extensions }) => extensions['at']);
}
