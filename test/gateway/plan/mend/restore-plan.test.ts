import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';

import { addStandIns } from '../../../../gateway/plan/mend/add-stand-ins.ts';
import { restorePlan } from '../../../../gateway/plan/mend/restore-plan.ts';
import type { FetchNode, PlanNode, PlanSelection } from '../../../../gateway/plan/query-plan.ts';

const graph = addStandIns(
  parse(`
    enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
    type T {
      p(x: Int): Int @join__field(graph: A, external: true) @join__field(graph: B)
      in: In @join__field(graph: B)
      one: Int @join__field(graph: A, requires: "p(x: 1)")
      two(by: Int): Int @join__field(graph: A, requires: "p(x: 2)")
      inner: Int @join__field(graph: A, requires: "in { p(x: 3) }")
      both: Int @join__field(graph: A, requires: "p(x: 1) in { p(x: 2) }")
      torn: Int @join__field(graph: A, requires: "p(x: 1) p(x: 2)")
      free: Int @join__field(graph: A)
    }
    type In { p(x: Int): Int }`),
);

function restored(node: PlanNode): PlanNode | undefined {
  if (graph === null) throw new Error('Nothing was added.');
  return restorePlan({ kind: 'QueryPlan', node }, graph).node;
}

const field = (name: string, ...selections: readonly PlanSelection[]): PlanSelection =>
  selections.length === 0 ? { kind: 'Field', name } : { kind: 'Field', name, selections };
const under = (alias: string, name: string): PlanSelection => ({ kind: 'Field', name, alias });
const onT = (...selections: readonly PlanSelection[]): readonly PlanSelection[] => [
  { kind: 'InlineFragment', typeCondition: 'T', selections },
];

function fetchOf(selection: string, requires: readonly PlanSelection[]): FetchNode {
  const operation = `query Q($representations:[_Any!]!,$by:Int,$if:Boolean!){_entities(representations:$representations){...on T{${selection}}}}`;
  const variableUsages = ['by', 'if'];
  return {
    ...{ kind: 'Fetch', serviceName: 'a', operationKind: 'query' },
    operation,
    variableUsages,
    requires,
  };
}

describe('a plan with stand-ins', () => {
  test('asks for what they stand for, under their names', () => {
    const root: FetchNode = {
      kind: 'Fetch',
      serviceName: 'b',
      operationKind: 'query',
      operation: '{t{p(x:9) p__args_1 in{p__args_3__alias_0:p__args_3}}}',
    };
    const flatten: PlanNode = { kind: 'Flatten', path: ['t', '@', 'p__args_1'], node: root };
    expect(
      restored({ kind: 'Condition', condition: 'c', ifClause: root, elseClause: flatten }),
    ).toEqual({
      kind: 'Condition',
      condition: 'c',
      ifClause: { ...root, operation: '{t{p(x:9)p__args_1:p(x:1)in{p__args_3__alias_0:p(x:3)}}}' },
      elseClause: {
        ...flatten,
        node: { ...root, operation: '{t{p(x:9)p__args_1:p(x:1)in{p__args_3__alias_0:p(x:3)}}}' },
      },
    });
  });

  test('sends their values under the names of what they stand for', () => {
    const fetch = fetchOf(
      'one inner',
      onT(field('id'), field('p__args_1'), field('in', field('p__args_3'))),
    );
    expect(restored(fetch)).toEqual({
      kind: 'Parallel',
      nodes: [
        expect.objectContaining({ requires: onT(field('id'), under('p__args_1', 'p')) }),
        expect.objectContaining({
          requires: onT(field('id'), field('in', under('p__args_3', 'p'))),
        }),
      ],
    });
  });

  test('is split where one entity would be sent with two values', () => {
    const selection = 'free one @include(if:$if) two(by:$by)';
    const requires = onT(field('__typename'), field('p__args_2'), field('id'), field('p__args_1'));
    const fetch = fetchOf(selection, requires);
    const part = (variable: string, text: string): string =>
      `query Q($representations:[_Any!]!${variable}){_entities(representations:$representations){...on T{${text}}}}`;
    expect(restored({ kind: 'Sequence', nodes: [{ kind: 'Parallel', nodes: [fetch] }] })).toEqual({
      kind: 'Sequence',
      nodes: [
        {
          kind: 'Parallel',
          nodes: [
            {
              kind: 'Parallel',
              nodes: [
                {
                  ...fetch,
                  operation: part('$if:Boolean!', 'free one@include(if:$if)'),
                  variableUsages: ['if'],
                  requires: onT(field('__typename'), field('id'), under('p__args_1', 'p')),
                },
                {
                  ...fetch,
                  operation: part('$by:Int', 'two(by:$by)'),
                  variableUsages: ['by'],
                  requires: onT(field('__typename'), under('p__args_2', 'p'), field('id')),
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test('keeps whole what one field requires', () => {
    const requires = onT(field('p__args_1'), field('in', field('p__args_2')));
    expect(restored(fetchOf('both', requires))).toEqual(
      expect.objectContaining({
        kind: 'Fetch',
        requires: onT(under('p__args_1', 'p'), field('in', under('p__args_2', 'p'))),
      }),
    );
  });

  test('is refused where one field requires two values at one place', () => {
    const fetch = fetchOf('torn', onT(field('p__args_1'), field('p__args_2')));
    expect(() => restored(fetch)).toThrow(
      'An entity cannot be sent with two values for its field "p".',
    );
  });

  test('is left as it is where nothing stands for anything', () => {
    const fetch = fetchOf('free', onT(field('id')));
    expect(restored(fetch)).toEqual(fetch);
    if (graph !== null)
      expect(restorePlan({ kind: 'QueryPlan' }, graph)).toEqual({ kind: 'QueryPlan' });
  });
});
