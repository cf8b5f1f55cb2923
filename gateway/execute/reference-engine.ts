import './environment.ts';

import { createHash } from 'node:crypto';

import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import { getOperationAST } from 'graphql';
import type { DocumentNode, ExecutionResult } from 'graphql';

import type { FilteredOperation } from '../access/presentation.ts';
import type { SchemaView } from '../access/schema-view.ts';
import { shapeResult } from '../access/shape-result.ts';
import type { RequestContext } from '../context.ts';
import { gatewayError } from '../errors.ts';
import { presentationOf } from './engine.ts';
import type { Engine, EngineOperation, EngineSettings } from './engine.ts';
import { KnownSchemas } from './known-schemas.ts';
import { compileIntrospection } from './native/introspection.ts';
import type { SubgraphCall, SubgraphClient } from './subgraph-client.ts';

type Executor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];
type ExecutorInput = Parameters<Executor>[0];

/**
 * The engine that defines what is right: Apollo's own gateway, planner and execution, over our subgraph
 * clients. Slower than others may be, and what they are compared with.
 */
export async function loadReferenceEngine(
  settings: Pick<EngineSettings, 'supergraph' | 'clientFor' | 'log'>,
): Promise<Engine> {
  // Here, not above: where a program is one file, its own modules come with it, but a package only when it is asked for.
  const { ApolloGateway } = await import('@apollo/gateway');
  const gateway = new ApolloGateway({
    supergraphSdl: settings.supergraph,
    buildService: ({ name }) => dataSourceOver(settings.clientFor(name)),
    logger: quiet(settings.log),
    __exposeQueryPlanExperimental: false,
  });
  const { schema, executor } = await gateway.load();
  const loaded = { schema, executor, schemas: new KnownSchemas(schema) };
  return {
    apiSchema: schema,
    execute: (operation) => execute(operation, loaded),
    // It keeps its plans to itself.
    busiest: () => [],
    warm: () => Promise.resolve(),
    stop: () => gateway.stop(),
  };
}

interface Loaded {
  readonly schema: Engine['apiSchema'];
  readonly executor: Executor;
  readonly schemas: KnownSchemas;
}

async function execute(operation: EngineOperation, loaded: Loaded): Promise<ExecutionResult> {
  const { filtered, view, ...own } = presentationOf(operation);
  const whole = await run(filtered.asItCame ?? filtered, operation, loaded);
  const result = view === null ? whole : withView(whole, filtered, { operation, view, loaded });
  if (filtered.asItCame !== null) return result;
  const { subjects } = operation.context.record;
  return shapeResult(result, { ...filtered, ...own, subjects });
}

interface Viewing {
  readonly operation: EngineOperation;
  readonly view: SchemaView;
  readonly loaded: Loaded;
}

/** Apollo's gateway shows the whole schema to everybody; here its answer about it is replaced. */
function withView(
  result: ExecutionResult,
  { document }: FilteredOperation,
  { operation, view, loaded }: Viewing,
): ExecutionResult {
  const ask = compileIntrospection(document);
  if (!result.data || ask === null) return result;
  const known = ask(loaded.schemas.schemaFor(view), operation.variables);
  return { ...result, data: { ...result.data, ...known } };
}

async function run(
  { document, text }: { readonly document: DocumentNode; readonly text: string },
  { operationName, variables, context }: EngineOperation,
  loaded: Loaded,
): Promise<ExecutionResult> {
  const parsed = getOperationAST(document, operationName);
  if (!parsed) throw gatewayError('OPERATION_RESOLUTION_FAILURE', [operationName]);
  // The gateway keeps one plan a hash and operation name; the filtered text must be what is hashed.
  const input: Partial<ExecutorInput> = {
    request: {
      query: text,
      ...(operationName === null ? {} : { operationName }),
      variables: { ...variables },
    },
    document,
    source: text,
    queryHash: createHash('sha256').update(text).digest('hex'),
    operation: parsed,
    operationName,
    schema: loaded.schema,
    context,
    metrics: {},
    logger: quiet(context.log),
  };
  // The rest of Apollo's request context (cache policy, schema hash) is not read by its executor.
  return loaded.executor(input as ExecutorInput);
}

function dataSourceOver(client: SubgraphClient): GraphQLDataSource {
  return {
    async process({ request, context }) {
      // Our own `execute` put it there; Apollo's type only knows a record.
      const { data, errors } = await client.send(callFor(request), context as RequestContext);
      return {
        ...(data === undefined ? {} : { data }),
        ...(errors === undefined ? {} : { errors }),
      };
    },
  };
}

type ApolloRequest = Parameters<GraphQLDataSource['process']>[0]['request'];

function callFor({ query = '', operationName, variables = {} }: ApolloRequest): SubgraphCall {
  const { representations } = variables;
  return {
    body: JSON.stringify({ query, operationName, variables }),
    // The planner writes the operations, so the text begins with the kind.
    isMutation: /^\s*mutation\b/.test(query),
    entities: Array.isArray(representations)
      ? [{ key: '_entities', count: representations.length }]
      : [],
  };
}

/** What Apollo calls news (a schema was loaded) is detail here. */
function quiet(log: RequestContext['log']): {
  debug(message?: string): void;
  info(message?: string): void;
  warn(message?: string): void;
  error(message?: string): void;
} {
  const detail = (message?: string): void => log.debug(message);
  return {
    debug: detail,
    info: detail,
    warn: (message?: string) => log.warn(message),
    error: (message?: string) => log.error(message),
  };
}
