import type { DocumentNode, ExecutionResult } from 'graphql';
import pino from 'pino';

import { accessStep } from '../../../gateway/access-step.ts';
import type { Caller } from '../../../gateway/auth/caller.ts';
import { newRequestRecord } from '../../../gateway/context.ts';
import { Deadline } from '../../../gateway/deadline.ts';
import { createCarefulClient } from '../../../gateway/execute/careful-client.ts';
import type { Engine, EngineOperation, EngineSettings } from '../../../gateway/execute/engine.ts';
import { executeStep, redactStep } from '../../../gateway/execute/execute-steps.ts';
import { responseText } from '../../../gateway/execute/native/written-data.ts';
import type { SubgraphClient } from '../../../gateway/execute/subgraph-client.ts';
import type { AccessDecider } from '../../../gateway/access-step.ts';

const log = pino({ level: 'silent' });

/** What a client asks, and who. */
export interface Question {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly caller?: Caller | null;
}

/** A result as a client reads it: plain JSON. */
export interface PlainResult {
  /** Undefined where the request was refused. */
  readonly data?: unknown;
  readonly errors: readonly PlainError[];
}

export interface PlainError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly subgraph?: string };
}

/** An engine with the steps that a request passes on its way to it and back. */
export interface EngineUnderTest {
  ask(question: Question): Promise<PlainResult>;
  stop(): Promise<void>;
}

export interface EngineParts {
  readonly supergraph: string;
  readonly access: AccessDecider;
  readonly clientFor: (subgraph: string) => SubgraphClient;
}

type LoadEngine = (settings: EngineSettings) => Promise<Engine>;

/** Loads an engine over subgraph clients, made careful as the gateway makes them. */
export async function engineUnderTest(
  load: LoadEngine,
  { supergraph, access, clientFor }: EngineParts,
): Promise<EngineUnderTest> {
  const engine = await load({
    supergraph,
    clientFor: (subgraph) => createCarefulClient(subgraph, clientFor(subgraph)),
    log,
    planning: { milliseconds: 60_000, megabytes: 512 },
    observePreparation: () => undefined,
  });
  const steps = [accessStep(access, null), redactStep, executeStep(engine)];
  const run = steps.reduceRight<(operation: EngineOperation) => Promise<ExecutionResult>>(
    (next, step) => (operation) => step.run(operation, next),
    () => Promise.reject(new Error('No step answered.')),
  );
  return {
    async ask({ document, operationName = null, variables = {}, caller = null }) {
      const deadline = new Deadline(Infinity);
      const record = newRequestRecord();
      const context = { requestId: 'test', caller, log, deadline, record };
      return plain(await run({ document, presentation: null, operationName, variables, context }));
    },
    stop: () => engine.stop(),
  };
}

/** The result as its text, so that nothing but what a client can see is compared. */
function plain(result: ExecutionResult): PlainResult {
  const { data, errors = [] } = JSON.parse(responseText(result)) as ExecutionResult;
  return { ...(data === undefined ? {} : { data }), errors: errors as unknown as PlainError[] };
}
