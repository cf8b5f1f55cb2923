import type { Condition } from '../../access/condition.ts';
import { asksForEntities, joinFetches } from '../../plan/join-fetches.ts';
import type { JoinedSteps } from '../../plan/join-fetches.ts';
import { listSteps } from '../../plan/fetch-step.ts';
import type { FetchStep } from '../../plan/fetch-step.ts';
import type { DataRewrite, QueryPlan } from '../../plan/query-plan.ts';
import { entitiesRequest, entitySelection, rootRequest } from '../../plan/request-text.ts';
import type { EntitySelection, RequestText } from '../../plan/request-text.ts';
import type { IsSubtype } from '../../plan/subtypes.ts';
import { compileRepresentation } from './representation.ts';
import type { RepresentationWriter } from './representation.ts';

/** A plan ready to run: all that depends neither on variables nor on data, computed once and frozen. */
export interface FetchProgram {
  readonly fetches: readonly Fetch[];
  readonly joins: readonly Join[];
}

/** One step of the plan. */
export interface Fetch {
  readonly index: number;
  readonly path: readonly string[];
  readonly condition: Condition;
  /** How many fetches it waits for, and which wait for it. */
  readonly waitsFor: number;
  readonly awaitedBy: readonly number[];
  readonly join: number;
  /** Null for a fetch at the root of the operation. */
  readonly entities: EntityFetch | null;
  readonly outputRewrites: readonly DataRewrite[];
  /** Keys of the subgraph's answer that the plan knows by another name. */
  readonly renamedKeys: ReadonlyMap<string, string>;
}

export interface EntityFetch {
  /** Which of the join's selections it asks for; fetches that ask the same share one. */
  readonly selection: number;
  readonly representation: RepresentationWriter;
}

/** Fetches that go out in one request when they are due together. */
export interface Join {
  readonly subgraph: string;
  readonly isMutation: boolean;
  readonly size: number;
  /** The request for some of its selections, by their numbers in ascending order; none at the root. */
  requestFor(selections: readonly number[]): RequestText;
}

/** Compiles a plan. Throws for a plan of a kind that is not asked for. */
export function compileProgram(plan: QueryPlan, isSubtype: IsSubtype): FetchProgram {
  const steps = listSteps(plan.node);
  const joins: Join[] = [];
  const fetches: Fetch[] = [];
  for (const [index, joined] of joinFetches(steps).entries()) {
    const selections = new Selections();
    for (const step of joined) {
      fetches[step.index] = compileFetch(step, {
        ...{ join: index, isSubtype },
        awaitedBy: steps.filter((one) => one.waitsFor.includes(step.index)),
        selection: asksForEntities(step) ? selections.add(step) : null,
      });
    }
    joins.push(compileJoin(joined, selections));
  }
  return Object.freeze({ fetches: Object.freeze(fetches), joins: Object.freeze(joins) });
}

interface FetchParts {
  readonly join: number;
  readonly selection: number | null;
  readonly awaitedBy: readonly FetchStep[];
  readonly isSubtype: IsSubtype;
}

function compileFetch(step: FetchStep, parts: FetchParts): Fetch {
  const { index, path, condition, node } = step;
  const { join, selection, awaitedBy, isSubtype } = parts;
  const representation = compileRepresentation(node, isSubtype);
  const outputRewrites = node.outputRewrites ?? [];
  return Object.freeze({
    ...{ index, path, condition, join, outputRewrites },
    waitsFor: step.waitsFor.length,
    awaitedBy: awaitedBy.map((one) => one.index),
    entities: selection === null ? null : Object.freeze({ selection, representation }),
    renamedKeys: new Map(
      outputRewrites.flatMap((one) =>
        one.kind === 'KeyRenamer' ? [[one.path.at(-1) ?? '', one.renameKeyTo] as const] : [],
      ),
    ),
  });
}

/** The different selections of one join. */
class Selections {
  readonly list: EntitySelection[] = [];

  add(step: FetchStep): number {
    const selection = entitySelection(step);
    const known = this.list.findIndex(({ text }) => text === selection.text);
    if (known !== -1) return known;
    return this.list.push(selection) - 1;
  }
}

function compileJoin(joined: JoinedSteps, { list }: Selections): Join {
  const [first] = joined;
  const { serviceName, operationKind, operationName } = first.node;
  const bySelections = new Map<string, RequestText>();
  const write = (selections: readonly number[]): RequestText => {
    if (!asksForEntities(first)) return rootRequest(first);
    const asked = list.filter((_, index) => selections.includes(index));
    return entitiesRequest(asked, operationName);
  };
  return Object.freeze({
    subgraph: serviceName,
    isMutation: operationKind === 'mutation',
    size: joined.length,
    requestFor(selections: readonly number[]) {
      const key = selections.join();
      let request = bySelections.get(key);
      if (request === undefined) {
        request = Object.freeze(write(selections));
        bySelections.set(key, request);
      }
      return request;
    },
  });
}
