import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { execute, parse } from 'graphql';
import type { DocumentNode, ExecutionResult } from 'graphql';
import pino from 'pino';

import { createAccessControl } from '../../../gateway/access/access-control.ts';
import type { AccessControl } from '../../../gateway/access/access-control.ts';
import { withDenials } from '../../../gateway/access/denials.ts';
import { stripSecurity } from '../../../gateway/access/strip-security.ts';
import type { Caller } from '../../../gateway/auth/caller.ts';
import { responseText } from '../../../gateway/execute/native/written-data.ts';
import { newRequestRecord } from '../../../gateway/context.ts';
import type { RequestContext } from '../../../gateway/context.ts';
import { Deadline } from '../../../gateway/deadline.ts';
import type { Engine } from '../../../gateway/execute/engine.ts';
import { loadEngine } from '../../../gateway/execute/load-engine.ts';
import type {
  SubgraphCall,
  SubgraphClient,
  SubgraphResult,
} from '../../../gateway/execute/subgraph-client.ts';
import { composePeople, peopleSubgraphs } from './people-graph.ts';
import type { Subgraph } from './people-graph.ts';

const log = pino({ level: 'silent' });

/** A caller with the rights given; `signedIn` and `division` are told apart from scopes. Null: no rights at all. */
export function callerWith(rights: readonly string[]): Caller | null {
  if (rights.length === 0) return null;
  return Object.freeze({
    subject: 'u1',
    roles: [],
    scopes: rights.filter((right) => right !== 'signedIn' && right !== 'division'),
    division: rights.includes('division') ? 'bank' : null,
    purpose: null,
    expiresAt: 4_102_444_800,
  });
}

export interface Asked {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Question {
  readonly query: string | DocumentNode;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The gateway's access layer over the reference engine over the people graph's subgraphs. */
export interface PeopleGateway {
  readonly access: AccessControl;
  readonly engine: Engine;
  /** What the subgraphs were asked since the last `ask`. */
  readonly asked: Asked[];
  ask(question: Question, rights?: readonly string[]): Promise<ExecutionResult>;
  stop(): Promise<void>;
}

export type Transport = 'http' | 'process';

export async function startPeopleGateway(
  transport: Transport,
  engineName: 'native' | 'reference' = 'native',
): Promise<PeopleGateway> {
  const { supergraph } = composePeople();
  const access = createAccessControl({ supergraph });
  const asked: Asked[] = [];
  const served = await Promise.all(
    peopleSubgraphs().map(async (one) =>
      transport === 'http' ? serve(one, asked) : inProcess(one, asked),
    ),
  );
  const clients = new Map(served.map((one) => [one.name, one.client]));
  const clientFor = (name: string): SubgraphClient => {
    const client = clients.get(name);
    if (client === undefined) throw new Error(`No subgraph "${name}".`);
    return client;
  };
  const engine = await loadEngine(engineName, {
    supergraph: stripSecurity(supergraph),
    clientFor,
    log,
    planning: { milliseconds: 10_000, megabytes: 256 },
    observePreparation: () => undefined,
  });
  return {
    access,
    engine,
    asked,
    async ask({ query, operationName, variables = {} }, rights = []) {
      asked.length = 0;
      const document = typeof query === 'string' ? parse(query) : query;
      const caller = callerWith(rights);
      const name = operationName ?? null;
      const prepared = await access.prepare({ document, operationName: name, variables, caller });
      if (prepared.kind === 'answer') return prepared.result;
      const { presentation, variables: all } = prepared;
      const context = requestContext(caller);
      const operation = { document, presentation, operationName: name, variables: all, context };
      // As over the wire, where written data becomes data.
      const result = withDenials(await engine.execute(operation), prepared.denials());
      return JSON.parse(responseText(result)) as ExecutionResult;
    },
    async stop() {
      await engine.stop();
      await Promise.all(served.map((one) => one.stop()));
    },
  };
}

export function requestContext(caller: Caller | null): RequestContext {
  const deadline = new Deadline(Infinity);
  return { requestId: 'r', caller, log, deadline, record: newRequestRecord() };
}

interface Served {
  readonly name: string;
  readonly client: SubgraphClient;
  stop(): Promise<void>;
}

async function run(subgraph: Subgraph, body: string, asked: Asked[]): Promise<SubgraphResult> {
  const { query, variables = {} } = JSON.parse(body) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  asked.push({ subgraph: subgraph.name, query, variables });
  const result = await execute({
    schema: subgraph.schema,
    document: parse(query),
    variableValues: variables,
  });
  // Through JSON, as over the wire.
  return JSON.parse(JSON.stringify(result)) as SubgraphResult;
}

function inProcess(subgraph: Subgraph, asked: Asked[]): Served {
  return {
    name: subgraph.name,
    client: { send: ({ body }) => run(subgraph, body, asked) },
    stop: () => Promise.resolve(),
  };
}

async function serve(subgraph: Subgraph, asked: Asked[]): Promise<Served> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(await run(subgraph, body, asked)));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const post = async ({ body }: SubgraphCall): Promise<SubgraphResult> => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
    return (await response.json()) as SubgraphResult;
  };
  return {
    name: subgraph.name,
    client: { send: post },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
