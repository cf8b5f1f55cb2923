import { parentPort, workerData } from 'node:worker_threads';

import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse, printSchema } from 'graphql';

import type { PlannerAnswer, PlannerQuestion } from './planner-messages.ts';

/**
 * A thread that plans and does nothing else. Planning holds its thread for as long as it takes, seconds
 * for the worst operations; here it holds up nobody's answer.
 */
const port = parentPort;
if (port === null) throw new Error('The planner runs as a worker thread.');
const answer = (message: PlannerAnswer): void => port.postMessage(message);

interface Started {
  readonly api: string;
  readonly plan: (text: string) => unknown;
}

function start(supergraphSdl: string): Started {
  const supergraph = Supergraph.build(supergraphSdl);
  const apiSchema = supergraph.apiSchema();
  // Fetches that go out together must not bring fragments of one name and different content.
  const planner = new QueryPlanner(supergraph, { reuseQueryFragments: false });
  return {
    api: printSchema(apiSchema.toGraphQLJSSchema()),
    plan: (text) => planner.buildQueryPlan(operationFromDocument(apiSchema, parse(text))),
  };
}

try {
  // The thread's own creator gives it the SDL.
  const { api, plan } = start(workerData as string);
  port.on('message', ({ id, text }: PlannerQuestion) => {
    try {
      answer({ kind: 'plan', id, plan: plan(text) });
    } catch (error) {
      answer({ kind: 'failed', id, reason: reasonOf(error) });
    }
  });
  answer({ kind: 'ready', api });
} catch (error) {
  answer({ kind: 'unusable', reason: reasonOf(error) });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
