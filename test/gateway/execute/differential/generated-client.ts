import { execute, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';

import { readAnswer } from '../../../../gateway/execute/read-subgraph-result.ts';
import { SubgraphUnavailableError } from '../../../../gateway/execute/subgraph-unavailable-error.ts';
import type {
  ResponseCheck,
  SubgraphClient,
  SubgraphResult,
} from '../../../../gateway/execute/subgraph-client.ts';
import type { Faults, Generation, Lie, Manner } from './thing.ts';

/** What the subgraphs of one request go by. */
export interface Scenario {
  readonly seed: number;
  readonly faults: Faults;
  readonly manner: Manner;
}

/** The code of an error that stands for a lie where lies are stated. */
export const LIE_CODE = 'LIE_STATED';

const parsed = new LRUCache<string, DocumentNode>({ max: 2_000 });

/** Asks a subgraph in this process. Its answers are read from bytes, as over the wire. */
export function generatedClient(
  name: string,
  schema: GraphQLSchema,
  scenario: () => Scenario,
): SubgraphClient {
  return {
    async send({ body, check = null }) {
      const { seed, faults, manner } = scenario();
      if (faults.down.has(name) && manner === 'silent') return { data: null };
      if (faults.down.has(name)) throw new SubgraphUnavailableError(name, 'down by design');
      const { query, variables = {}, operationName } = JSON.parse(body) as GraphQLRequest;
      let document = parsed.get(query);
      if (document === undefined) parsed.set(query, (document = parse(query)));
      const generation: Generation = { seed, faults, lies: [], looseErrors: [] };
      const result = await execute({
        schema,
        document,
        variableValues: variables,
        operationName: operationName ?? null,
        contextValue: generation,
        rootValue: {},
      });
      const answer = JSON.parse(JSON.stringify(result)) as MutableResult;
      putFaults(answer, generation, manner);
      return read(answer, name, check);
    },
  };
}

function read(answer: object, name: string, check: ResponseCheck | null): SubgraphResult {
  const result = readAnswer(Buffer.from(JSON.stringify(answer)), check);
  if (result === null) throw new SubgraphUnavailableError(name, 'no GraphQL result');
  return result;
}

interface GraphQLRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

interface MutableResult {
  data?: unknown;
  errors?: unknown[];
}

function putFaults(answer: MutableResult, generation: Generation, manner: Manner): void {
  for (const error of generation.looseErrors) addError(answer, error);
  for (const lie of generation.lies) putLie(answer, lie, manner);
  if (manner === 'silent') delete answer.errors;
}

function addError(answer: MutableResult, error: unknown): void {
  answer.errors = [...(answer.errors ?? []), error];
}

function putLie(answer: MutableResult, lie: Lie, manner: Manner): void {
  const last = lie.path.at(-1);
  let holder: unknown = answer.data;
  for (const key of lie.path.slice(0, -1)) holder = (holder as Holder | null | undefined)?.[key];
  // Another fault may have taken the place away.
  if (holder === null || typeof holder !== 'object' || last === undefined) return;
  if (!Object.hasOwn(holder, last)) return;
  (holder as Holder)[last] = manner === 'lying' ? lie.value : null;
  if (manner === 'lying' || lie.isHarmless) return;
  addError(answer, {
    message: 'A lie.',
    path: lie.path,
    extensions: { code: LIE_CODE },
  });
}

type Holder = Record<string | number, unknown>;
