import { parentPort, workerData } from 'node:worker_threads';

import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse, printSchema } from 'graphql';

import { addStandIns } from './mend/add-stand-ins.ts';
import type { StandInGraph } from './mend/add-stand-ins.ts';
import { restorePlan } from './mend/restore-plan.ts';
import { sortKeys } from './mend/sort-keys.ts';
import { unplannedField } from './mend/unplanned-field.ts';
import type { PlannerAnswer, PlannerQuestion } from './planner-messages.ts';
import type { QueryPlan } from './query-plan.ts';

/**
 * A thread that plans and does nothing else. Planning holds its thread for as long as it takes, seconds
 * for the worst operations; here it holds up nobody's answer.
 */
const port = parentPort;
if (port === null) throw new Error('The planner runs as a worker thread.');
const answer = (message: PlannerAnswer): void => port.postMessage(message);

interface Started {
  readonly api: string;
  readonly plan: (text: string) => QueryPlan;
}

function start(supergraphSdl: string): Started {
  const document = sortKeys(parse(supergraphSdl, { noLocation: true }));
  const supergraph = Supergraph.build(document);
  const apiSchema = supergraph.apiSchema();
  const standInGraph = addStandIns(document);
  // Fetches that go out together must not bring fragments of one name and different content.
  const planner = new QueryPlanner(plannedOver(supergraph, standInGraph), {
    reuseQueryFragments: false,
  });
  return {
    api: printSchema(apiSchema.toGraphQLJSSchema()),
    plan(text) {
      const operation = operationFromDocument(apiSchema, parse(text));
      const plan = planner.buildQueryPlan(operation) as QueryPlan; // Without what is not asked for.
      const unplanned = unplannedField(operation, plan);
      if (unplanned !== null) throw new Error(`No subgraph can answer "${unplanned}".`);
      return standInGraph === null ? plan : restorePlan(plan, standInGraph);
    },
  };
}

/** Clients know nothing of stand-ins: what they may ask is read from the graph without. */
function plannedOver(supergraph: Supergraph, standInGraph: StandInGraph | null): Supergraph {
  if (standInGraph === null) return supergraph;
  supergraph.subgraphs(); // Throws for a graph that cannot be planned over; what was added to it keeps no rules.
  return Supergraph.build(standInGraph.document, { validateSupergraph: false });
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
