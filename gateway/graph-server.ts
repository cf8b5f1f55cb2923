import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { getOperationAST } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import type { GatewayConfig } from './config.ts';
import type { RequestContext } from './context.ts';
import { gatewayError } from './errors.ts';
import { createDocumentStore, holdsText } from './document-store.ts';
import { withHttpStatus } from './http-errors.ts';
import { responseText } from './execute/native/written-data.ts';
import { hideInternals } from './hide-internals.ts';
import type { KnownOperations } from './known-operations.ts';
import type { RunOperation } from './run-operation.ts';

export interface GraphServerParts {
  readonly config: GatewayConfig;
  readonly apiSchema: GraphQLSchema;
  /** All steps that an operation goes through. */
  readonly run: RunOperation;
  /** Is told of each operation that was found valid. */
  readonly known: KnownOperations;
  readonly log: Logger;
}

/** Apollo Server for parsing, validation and GraphQL over HTTP; our steps where it would execute. */
export async function startGraphServer(
  parts: GraphServerParts,
): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    gateway: gatewayOver(parts),
    documentStore: createDocumentStore(),
    nodeEnv: parts.config.environment,
    introspection: parts.config.introspection,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    formatError: hideInternals(parts.log),
    stringifyResult: (result) => responseText(result),
    logger: loggerFor(parts.log),
    plugins: [
      recordPlugin,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}

type GatewayOption = NonNullable<ConstructorParameters<typeof ApolloServer>[0]['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<GatewayOption['load']>>['executor']>;

function gatewayOver({ apiSchema, run, known, config }: GraphServerParts): GatewayOption {
  const executor: Executor = async (request) => {
    // Our own context function made it; Apollo's type only knows a record.
    const context = request.context as RequestContext;
    if (request.queryHash !== context.record.documentHash) {
      // Apollo Server reads another document than the size step did: what nobody judged does not run.
      return { errors: [withHttpStatus(gatewayError('INTERNAL_SERVER_ERROR', []))] };
    }
    const { document } = request;
    const operationName = request.request.operationName ?? null;
    // The reference engine is to be compared with, and to fall back on: it keeps Apollo's way as it is.
    if (config.engine === 'native')
      remember(known, document, { hash: request.queryHash, operationName });
    const result = await run({
      document,
      presentation: null,
      operationName,
      variables: request.request.variables ?? {},
      context,
    });
    if (result.data !== undefined || result.errors === undefined) return result;
    return { errors: result.errors.map(withHttpStatus) };
  };
  const listeners: Parameters<GatewayOption['onSchemaLoadOrUpdate']>[0][] = [];
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.push(listener);
      return () => undefined;
    },
    load() {
      for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl: '' });
      return Promise.resolve({ executor });
    },
    stop: () => Promise.resolve(),
  };
}

function remember(
  known: KnownOperations,
  document: DocumentNode,
  { hash, operationName }: { readonly hash: string; readonly operationName: string | null },
): void {
  const operation = getOperationAST(document, operationName);
  if (!operation || holdsText(document)) return;
  const { name, operation: kind } = operation;
  known.add(hash, operationName, { document, name: name?.value ?? null, kind });
}

/** Notes for log and metrics what Apollo Server found out. */
const recordPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ contextValue: { record }, operation, operationName }) {
        record.operationName = operationName;
        record.operationKind = operation?.operation ?? null;
        return Promise.resolve();
      },
      willSendResponse({ contextValue: { record }, response: { body } }) {
        const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
        for (const { extensions } of errors) record.errorCodes.add(String(extensions?.['code']));
        return Promise.resolve();
      },
    }),
};

function loggerFor(log: Logger) {
  return {
    debug: (message?: string) => log.debug(message),
    info: (message?: string) => log.debug(message),
    warn: (message?: string) => log.warn(message),
    error: (message?: string) => log.error(message),
  };
}
