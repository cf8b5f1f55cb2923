import type { ExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { Caller } from '../auth/caller.ts';
import { newRequestRecord } from '../context.ts';
import type { RequestRecord } from '../context.ts';
import { Deadline } from '../deadline.ts';
import type { EngineOperation } from '../execute/engine.ts';
import type { OperationStep } from '../request-step.ts';

/** One run of the engine for all who may share it. */
interface SharedRun {
  readonly result: Promise<ExecutionResult>;
  /** What the run found out, for the record of each of them. */
  readonly record: RequestRecord;
}

const MOST_RUNS = 256;
/** Subscribers who take an event later than this ask anew. */
const SHARED_MS = 1_000;

/**
 * Gives subscribers one answer to an event where nothing that decides it differs: the filtered operation, the variables,
 * and everything that a rule, at the gateway or in a room, may look at of a caller. Each of them is decided, recorded and
 * told of what is withheld by itself, in the steps before.
 */
export function shareEventsStep(isOn: boolean): OperationStep {
  const runs = new LRUCache<string, SharedRun>({ max: MOST_RUNS, ttl: SHARED_MS });
  const numberOf = numbering();
  return {
    at: 'operation',
    name: 'share-events',
    async run(operation, next) {
      const { context, presentation, variables } = operation;
      if (!isOn || presentation === null || context.event === undefined) return next(operation);
      const same = numberOf(presentation.filtered);
      const key = `${context.event} ${same} ${rightsOf(context.caller)} ${JSON.stringify(variables)}`;
      const run = runs.get(key) ?? start(operation, next);
      runs.set(key, run);
      const result = await run.result;
      for (const subject of run.record.subjects) context.record.subjects.add(subject);
      for (const subgraph of run.record.unavailable) context.record.unavailable.add(subgraph);
      return result;
    },
  };
}

/** The run is for all who wait for it, whoever of them goes. */
function start(
  operation: EngineOperation,
  next: (operation: EngineOperation) => Promise<ExecutionResult>,
): SharedRun {
  const { context } = operation;
  const record = { ...newRequestRecord(), operationKind: context.record.operationKind };
  const deadline = new Deadline(context.deadline.endsAt);
  return { result: next({ ...operation, context: { ...context, record, deadline } }), record };
}

/** A number for each object, the same each time. */
function numbering(): (object: object) => number {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return (object) => {
    const number = numbers.get(object) ?? (last += 1);
    numbers.set(object, number);
    return number;
  };
}

const rights = new WeakMap<Caller, string>();

/** Equal for callers whom no rule tells apart. */
function rightsOf(caller: Caller | null): string {
  if (caller === null) return '';
  const { roles, scopes, division, teams, purpose } = caller;
  const known = rights.get(caller) ?? JSON.stringify([roles, scopes, division, teams, purpose]);
  rights.set(caller, known);
  return known;
}
