import { buildSchema, parse } from 'graphql';
import type { ExecutionResult } from 'graphql';

import type { Presentation } from '../../access/presentation.ts';
import { gatewayError } from '../../errors.ts';
import { startPlanner } from '../../plan/planner.ts';
import { PlanRefusedError } from '../../plan/planning-thread.ts';
import { readSubtypes } from '../../plan/subtypes.ts';
import { presentationOf } from '../engine.ts';
import { KnownSchemas } from '../known-schemas.ts';
import type { Engine, EngineOperation, EngineSettings } from '../engine.ts';
import { Admission } from './admission.ts';
import { atClientPath } from './engine-error.ts';
import { PreparedOperations } from './prepared-operations.ts';
import type { PreparedOperation } from './prepared-operations.ts';
import { mergeInto } from './merge.ts';
import { runProgram } from './run-program.ts';
import type { FetchedData, RunInput } from './run-input.ts';
import { faultErrors } from './value-faults.ts';
import { WriteRun } from './write-run.ts';
import { WrittenData } from './written-data.ts';

/** How long a fetch that is due waits for others to go with it. */
const JOIN_MS = 100;

/**
 * The engine that is to be fast: Apollo's planner, and everything after it our own. An operation is
 * prepared once; a request then sends its fetches, attaches what comes without copying it, and writes
 * the response's text straight from that, withholding, checking and nulling on the way.
 */
export async function loadNativeEngine(settings: EngineSettings): Promise<Engine> {
  const { supergraph, clientFor, log, planning } = settings;
  const planner = await startPlanner({ supergraph, log, ...planning });
  const apiSchema = buildSchema(planner.api, { noLocation: true });
  const isSubtype = readSubtypes(parse(supergraph, { noLocation: true }));
  const observe = settings.observePreparation;
  const admission = new Admission();
  const schemas = new KnownSchemas(apiSchema);
  const prepared = new PreparedOperations({ planner, schema: apiSchema, isSubtype, observe });
  return {
    apiSchema,
    async execute(operation) {
      const presentation = presentationOf(operation);
      const known = await prepare(prepared, presentation);
      if ('errors' in known) return known;
      const wait = admission.enter();
      if (wait !== null) await wait;
      try {
        return await run(known, operation, { presentation, clientFor, isSubtype, schemas });
      } finally {
        admission.leave();
      }
    },
    busiest: (share) => prepared.busiest(share),
    warm: (keys) => prepared.warm(keys),
    stop() {
      admission.stop();
      return planner.stop();
    },
  };
}

async function prepare(
  operations: PreparedOperations,
  { filtered }: Presentation,
): Promise<PreparedOperation | { readonly errors: NonNullable<ExecutionResult['errors']> }> {
  try {
    return await operations.get(filtered);
  } catch (error) {
    if (!(error instanceof PlanRefusedError)) throw error;
    return {
      errors: [
        gatewayError('OPERATION_NOT_PLANNED', [error.refusal.kind], { originalError: error }),
      ],
    };
  }
}

interface Running extends Pick<RunInput, 'clientFor' | 'isSubtype'> {
  readonly presentation: Presentation;
  readonly schemas: KnownSchemas;
}

async function run(
  { program, introspection, write, passThrough }: PreparedOperation,
  { variables, context }: EngineOperation,
  { presentation, schemas, ...parts }: Running,
): Promise<ExecutionResult> {
  const { trueVariables, view } = presentation;
  const input = { ...parts, variables, trueVariables, context, joinMs: JOIN_MS, passThrough };
  const fetched = await runProgram(program, input);
  if (fetched.response !== null) return { data: asResultData(new WrittenData(fetched.response)) };
  if (introspection !== null) {
    mergeInto(fetched.data, introspection(schemas.schemaFor(view), variables), fetched.place);
    fetched.isPlain = false;
  }
  return respond(fetched, write, { ...presentation, subjects: context.record.subjects });
}

function respond(
  { data, place, errors, isPlain }: FetchedData,
  write: PreparedOperation['write'],
  presentation: Presentation & { readonly subjects: Set<string> },
): ExecutionResult {
  const writing = new WriteRun(presentation, isPlain);
  const isWritten = write(data, place, writing);
  const said = errors.map((error) => atClientPath(error, presentation.filtered.shape));
  const all = [...said, ...faultErrors(writing.faults, said)];
  return {
    ...(all.length === 0 ? {} : { errors: all }),
    data: isWritten ? asResultData(writtenData(writing)) : null,
  };
}

function writtenData({ output }: WriteRun): WrittenData {
  return WrittenData.from(output.length, (into, at) => output.copyTo(into, at));
}

/** What writes the response knows written data; GraphQL's type only knows objects. */
function asResultData(data: WrittenData): Record<string, unknown> {
  return data as unknown as Record<string, unknown>;
}
