import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import type { ExecutionResult } from 'graphql';
import pino from 'pino';

import { createAccessControl } from '../../../../gateway/access/access-control.ts';
import { withDenials } from '../../../../gateway/access/denials.ts';
import { stripSecurity } from '../../../../gateway/access/strip-security.ts';
import { loadNativeEngine } from '../../../../gateway/execute/native/native-engine.ts';
import { responseText } from '../../../../gateway/execute/native/written-data.ts';
import type {
  SubgraphClient,
  SubgraphResult,
} from '../../../../gateway/execute/subgraph-client.ts';
import { callerWith, requestContext } from '../../access/people-gateway.ts';
import { composeGraph, subgraphDocument } from './compose-graph.ts';

type Resolvers = NonNullable<
  Parameters<typeof buildSubgraphSchema>[0] extends infer Input
    ? Extract<Input, { resolvers?: unknown }>['resolvers']
    : never
>;

/** A subgraph that runs in this process. */
export interface LocalSubgraph {
  readonly sdl: string;
  readonly resolvers: Resolvers;
}

export interface Sent {
  readonly subgraph: string;
  readonly query: string;
  readonly representations: unknown;
}

/** The native engine, with the access layer before it, over subgraphs in this process. */
export interface NativeGraph {
  /** What the subgraphs were sent since the last `ask`. */
  readonly sent: Sent[];
  ask(query: string, rights?: readonly string[]): Promise<ExecutionResult>;
  stop(): Promise<void>;
}

export async function startNativeGraph(
  subgraphs: Readonly<Record<string, LocalSubgraph>>,
): Promise<NativeGraph> {
  const entries = Object.entries(subgraphs);
  const supergraph = composeGraph(
    Object.fromEntries(entries.map(([name, { sdl }]) => [name, sdl])),
  );
  const sent: Sent[] = [];
  const clients = new Map(entries.map(([name, one]) => [name, clientOf(name, one, sent)]));
  const access = createAccessControl({ supergraph });
  const engine = await loadNativeEngine({
    supergraph: stripSecurity(supergraph),
    clientFor(name) {
      const client = clients.get(name);
      if (client === undefined) throw new Error(`No subgraph "${name}".`);
      return client;
    },
    log: pino({ level: 'silent' }),
    planning: { milliseconds: 60_000, megabytes: 256 },
    observePreparation: () => undefined,
  });
  return {
    sent,
    async ask(query, rights = []) {
      sent.length = 0;
      const document = parse(query);
      const caller = callerWith(rights);
      const prepared = await access.prepare({ document, caller });
      if (prepared.kind === 'answer') return prepared.result;
      const { presentation, variables } = prepared;
      const context = requestContext(caller);
      const operation = { document, presentation, operationName: null, variables, context };
      const result = withDenials(await engine.execute(operation), prepared.denials());
      return JSON.parse(responseText(result)) as ExecutionResult;
    },
    stop: () => engine.stop(),
  };
}

function clientOf(
  subgraph: string,
  { sdl, resolvers }: LocalSubgraph,
  sent: Sent[],
): SubgraphClient {
  const schema = buildSubgraphSchema({ typeDefs: subgraphDocument(sdl), resolvers });
  return {
    async send({ body }) {
      const { query, variables = {} } = JSON.parse(body) as {
        query: string;
        variables?: Record<string, unknown>;
      };
      sent.push({ subgraph, query, representations: variables['representations'] });
      const document = parse(query);
      const result = await execute({ schema, document, variableValues: variables });
      // Through JSON, as over the wire.
      return JSON.parse(JSON.stringify(result)) as SubgraphResult;
    },
  };
}
