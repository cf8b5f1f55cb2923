import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';

import type { AccessDecider } from '../access-step.ts';
import type { RequestContext } from '../context.ts';
import { variablesStep } from '../limits/variables-step.ts';
import type { OperationStep } from '../request-step.ts';
import { chain } from '../run-operation.ts';
import type { CompiledSubscription, SubscriptionSchema } from './compile-subscription.ts';
import { KnownSubscriptions } from './known-subscriptions.ts';
import type { SubscriptionText } from './known-subscriptions.ts';

/** One subscription of one caller. */
export interface AskedSubscription {
  readonly compiled: CompiledSubscription;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** What one supergraph does for subscriptions. */
export interface SubscriptionGraph {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  /** Throws SubscriptionRefused, or an error of the catalogue. */
  compile(text: SubscriptionText): CompiledSubscription;
  /** Why the caller may not wait for it at all; empty where they may. */
  refusals(asked: AskedSubscription): Promise<readonly GraphQLError[]>;
  /** Asks for the object of an event with the caller's rights of now. */
  answer(asked: AskedSubscription, key: string): Promise<ExecutionResult>;
}

export interface SubscriptionGraphParts extends SubscriptionSchema {
  readonly access: AccessDecider;
  /** The steps that answer an event; the first decides and records. */
  readonly steps: readonly OperationStep[];
}

export function openSubscriptionGraph(parts: SubscriptionGraphParts): SubscriptionGraph {
  const { access, schema, steps } = parts;
  const known = new KnownSubscriptions(parts);
  const run = chain(steps);
  const checkVariables = variablesStep(schema);
  const decideOnly = chain([...steps.slice(0, 1), answerNothing]);

  /** Errors at the root field, or of an operation of which nothing may run. */
  async function denied(
    document: DocumentNode,
    { compiled: { operationName }, context }: AskedSubscription,
    variables: AskedSubscription['variables'],
  ): Promise<readonly GraphQLError[]> {
    const { caller } = context;
    const prepared = await access.prepare({ document, operationName, variables, caller });
    const errors =
      prepared.kind === 'answer'
        ? (prepared.result.errors ?? [])
        : prepared.denials().filter(({ path }) => path?.length === 1);
    // What somebody asked for and may not have is recorded, as it is of a query.
    if (errors.length > 0) {
      const operation = { document, presentation: null, operationName, variables, context };
      await decideOnly(operation);
    }
    return errors;
  }

  return {
    schema,
    compile: (text) => known.get(text),
    async refusals(asked) {
      const { compiled, variables, context } = asked;
      const { document, operationName } = compiled;
      const operation = { document, presentation: null, operationName, variables, context };
      const { errors = [] } = await checkVariables.run(operation, nothing);
      if (errors.length > 0) return errors;
      const inItself = await denied(document, asked, variables);
      if (inItself.length > 0) return inItself;
      return denied(compiled.query, asked, compiled.variablesFor('', variables));
    },
    answer({ compiled, variables, context }, key) {
      const { query: document, operationName } = compiled;
      const given = compiled.variablesFor(key, variables);
      return run({ document, presentation: null, operationName, variables: given, context });
    },
  };
}

const nothing = (): Promise<ExecutionResult> => Promise.resolve({ data: null });

/** In place of all steps behind it. */
const answerNothing: OperationStep = { at: 'operation', name: 'nothing', run: nothing };
