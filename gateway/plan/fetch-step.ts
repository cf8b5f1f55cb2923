import type { Condition } from '../access/condition.ts';
import type { FetchNode, PlanNode } from './query-plan.ts';

/**
 * One fetch of a plan. Terminology: a *step* is due when every step it waits for is finished; steps to one
 * subgraph that are due together go out in one request, a *join*.
 */
export interface FetchStep {
  /** Place in the program's list; a step comes after all that it waits for. */
  readonly index: number;
  readonly node: FetchNode;
  /** Where in the data its entities are: response keys, and `@` for the elements of a list. */
  readonly path: readonly string[];
  /** When the client's variables leave it out. */
  readonly condition: Condition;
  readonly waitsFor: readonly number[];
  /** Fetches in a row until it, itself included. */
  readonly level: number;
}

interface Surroundings {
  readonly path: readonly string[];
  readonly condition: Condition;
  readonly waitsFor: readonly number[];
}

/** Turns the tree of a plan into steps that say what they wait for, in the order of the plan. */
export function listSteps(plan: PlanNode | undefined): readonly FetchStep[] {
  const steps: FetchStep[] = [];
  if (plan !== undefined) lower(plan, { path: [], condition: [], waitsFor: [] }, steps);
  return Object.freeze(steps);
}

/** Adds the steps of a node; says which must be finished before what comes after the node. */
function lower(node: PlanNode, at: Surroundings, steps: FetchStep[]): readonly number[] {
  switch (node.kind) {
    case 'Sequence':
      return node.nodes.reduce((waitsFor, child) => {
        const last = lower(child, { ...at, waitsFor }, steps);
        return last.length === 0 ? waitsFor : last;
      }, at.waitsFor);
    case 'Parallel':
      return node.nodes.flatMap((child) => lower(child, at, steps));
    case 'Flatten':
      return lower(node.node, { ...at, path: [...at.path, ...node.path.map(String)] }, steps);
    case 'Condition':
      return lowerCondition(node, at, steps);
    case 'Fetch':
      return [addStep(node, at, steps)];
  }
}

function lowerCondition(
  node: Extract<PlanNode, { kind: 'Condition' }>,
  at: Surroundings,
  steps: FetchStep[],
): readonly number[] {
  const branch = (child: PlanNode | undefined, wants: boolean): readonly number[] => {
    if (child === undefined) return [];
    const condition = [...at.condition, { variable: node.condition, wants }];
    return lower(child, { ...at, condition }, steps);
  };
  return [...branch(node.ifClause, true), ...branch(node.elseClause, false)];
}

function addStep(node: FetchNode, at: Surroundings, steps: FetchStep[]): number {
  const before = at.waitsFor.map((index) => steps[index]?.level ?? 0);
  const index = steps.length;
  steps.push(Object.freeze({ index, node, ...at, level: 1 + Math.max(0, ...before) }));
  return index;
}
