import type { FetchStep } from './fetch-step.ts';

/** Steps that go out in one request when they are due together: of entities, from one subgraph. */
export type JoinedSteps = readonly [FetchStep, ...FetchStep[]];

/**
 * Which steps to join. Steps at one level of the plan are due at about the same time. A step that nothing
 * waits for can go later without making anybody wait: it goes along with the last fetch of entities from
 * its subgraph. In a mutation it stays where it is, because what is read depends on what was done before.
 */
export function joinFetches(steps: readonly FetchStep[]): readonly JoinedSteps[] {
  const isMutation = steps.some(({ node }) => node.operationKind === 'mutation');
  const awaited = new Set(steps.flatMap(({ waitsFor }) => waitsFor));
  const lastLevel = new Map<string, number>();
  for (const { node, level } of steps.filter(asksForEntities)) {
    const known = lastLevel.get(node.serviceName) ?? 0;
    lastLevel.set(node.serviceName, Math.max(known, level));
  }
  const joins = new Map<string, [FetchStep, ...FetchStep[]]>();
  for (const step of steps) {
    const { node, index, level } = step;
    const canGoLater = !isMutation && !awaited.has(index);
    const goesAt = canGoLater ? (lastLevel.get(node.serviceName) ?? level) : level;
    const key = asksForEntities(step) ? `${node.serviceName} ${goesAt}` : `alone ${index}`;
    const joined = joins.get(key);
    if (joined === undefined) joins.set(key, [step]);
    else joined.push(step);
  }
  return [...joins.values()];
}

export function asksForEntities({ node }: FetchStep): boolean {
  return node.requires !== undefined;
}
