import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import type { GatewayConfig } from './config.ts';
import type { RequestContext } from './context.ts';
import { errorCatalogue, gatewayError } from './errors.ts';
import type { EngineOperation } from './execute/engine.ts';
import { withHttpStatus } from './http-errors.ts';
import { responseText } from './execute/native/written-data.ts';
import type { OperationStep } from './request-step.ts';

export interface GraphServerParts {
  readonly config: GatewayConfig;
  readonly apiSchema: GraphQLSchema;
  /** From the outermost to the engine. */
  readonly steps: readonly OperationStep[];
  readonly log: Logger;
}

type Run = (operation: EngineOperation) => Promise<ExecutionResult>;

/** Apollo Server for parsing, validation and GraphQL over HTTP; our steps where it would execute. */
export async function startGraphServer(
  parts: GraphServerParts,
): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    gateway: gatewayOver(parts.apiSchema, chain(parts.steps)),
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

function chain(steps: readonly OperationStep[]): Run {
  return steps.reduceRight<Run>(
    (next, step) => (operation) => step.run(operation, next),
    () => Promise.reject(new Error('No step answered the operation.')),
  );
}

type GatewayOption = NonNullable<ConstructorParameters<typeof ApolloServer>[0]['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<GatewayOption['load']>>['executor']>;

function gatewayOver(apiSchema: GraphQLSchema, run: Run): GatewayOption {
  const executor: Executor = async (request) => {
    // Our own context function made it; Apollo's type only knows a record.
    const context = request.context as RequestContext;
    if (request.queryHash !== context.record.documentHash) {
      // Apollo Server reads another document than the size step did: what nobody judged does not run.
      return { errors: [withHttpStatus(gatewayError('INTERNAL_SERVER_ERROR', []))] };
    }
    const result = await run({
      document: request.document,
      presentation: null,
      operationName: request.request.operationName ?? null,
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

/** The last line: an error without a code of its own is nobody's message. */
function hideInternals(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    if (formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
    log.error({ err: error }, 'a request failed inside the gateway');
    return {
      message: errorCatalogue.INTERNAL_SERVER_ERROR.wording(),
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };
}

function loggerFor(log: Logger) {
  return {
    debug: (message?: string) => log.debug(message),
    info: (message?: string) => log.debug(message),
    warn: (message?: string) => log.warn(message),
    error: (message?: string) => log.error(message),
  };
}
