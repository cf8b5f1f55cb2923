import { describe, expect, test } from '@jest/globals';

import { listSteps } from '../../../gateway/plan/fetch-step.ts';
import { joinFetches } from '../../../gateway/plan/join-fetches.ts';
import type { FetchNode, PlanNode } from '../../../gateway/plan/query-plan.ts';

const root = (
  serviceName: string,
  operationKind: FetchNode['operationKind'] = 'query',
): PlanNode => ({
  ...{ kind: 'Fetch', serviceName, operationKind, operation: `{ ${serviceName} }` },
});
const entities = (serviceName: string, ...path: string[]): PlanNode => ({
  kind: 'Flatten',
  path,
  node: {
    ...{ kind: 'Fetch', serviceName, operationKind: 'query', requires: [] },
    operation: 'query($representations:[_Any!]!){_entities(representations:$representations){id}}',
  },
});
const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });

/** Each join as its subgraph and the paths that it asks for. */
function joins(plan: PlanNode): readonly string[] {
  return joinFetches(listSteps(plan)).map(
    ([first, ...others]) =>
      `${first.node.serviceName} ${[first, ...others].map(({ path }) => path.join('.')).join(' + ')}`,
  );
}

describe('joinFetches', () => {
  test('joins fetches of entities that are due at one level of the plan', () => {
    const plan = parallel(
      sequence(root('users'), entities('reviews', 'users', '@')),
      sequence(root('products'), entities('reviews', 'topProducts', '@')),
    );
    expect(joins(plan)).toEqual(['users ', 'reviews users.@ + topProducts.@', 'products ']);
  });

  test('lets a fetch that nothing waits for go along with a later one', () => {
    const plan = parallel(
      sequence(
        root('users'),
        entities('reviews', 'u'),
        entities('products', 'u'),
        entities('stock', 'u'),
      ),
      sequence(root('products'), entities('stock', 't')),
    );
    expect(joins(plan)).toContain('stock u + t');
  });

  test('keeps a fetch that others wait for at its level', () => {
    const plan = parallel(
      sequence(root('a'), entities('b', 'x'), entities('stock', 'x')),
      sequence(root('c'), entities('stock', 'y'), entities('d', 'y')),
    );
    expect(joins(plan)).toEqual(['a ', 'b x', 'stock x', 'c ', 'stock y', 'd y']);
  });

  test('never joins fetches at the root', () => {
    expect(joins(parallel(root('a'), root('a')))).toEqual(['a ', 'a ']);
  });

  test('moves nothing in a mutation: what is read depends on what was done before', () => {
    const plan = sequence(
      root('a', 'mutation'),
      entities('b', 'first'),
      root('c', 'mutation'),
      entities('b', 'second'),
    );
    expect(joins(plan)).toEqual(['a ', 'b first', 'c ', 'b second']);
  });
});
