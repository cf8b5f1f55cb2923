import { describe, expect, test } from '@jest/globals';

import { eventCanBeAnswered as rule } from '../../../schema/lint/event-can-be-answered.ts';
import { faultsOf, findings } from '../lint-harness.ts';

const EVENT = '@event(types: ["t.changed"], key: "tId", query: "t")';
const sdl = (field: string, query = 't(id: ID!): T'): string =>
  `type Query { ${query} }\ntype T { id: ID! }\ntype Subscription { ${field} }`;

describe('a field of Subscription can be answered', () => {
  test('where a field of Query in its room answers by an id', () => {
    expect(findings(rule, { a: sdl(`tChanged(id: ID, division: ID): T ${EVENT}`) })).toEqual([]);
    const more = 't(id: ID!, first: Int, by: Int! = 1): T!';
    expect(findings(rule, { a: sdl(`tChanged: T ${EVENT}`, more) })).toEqual([]);
  });

  test.each([
    ['without @event', 'tChanged: T', 't(id: ID!): T'],
    [
      'that waits for nothing',
      'tChanged: T @event(types: [], key: "k", query: "t")',
      't(id: ID!): T',
    ],
    ['with a filter that no gateway knows', `tChanged(agent: ID): T ${EVENT}`, 't(id: ID!): T'],
    ['that no field of Query answers', `tChanged: T ${EVENT}`, 'other(id: ID!): T'],
    ['that is answered by no id', `tChanged: T ${EVENT}`, 't(key: ID): T'],
    ['whose answer needs more', `tChanged: T ${EVENT}`, 't(id: ID!, more: Int!): T'],
    ['whose answer is of another type', `tChanged: T ${EVENT}`, 't(id: ID!): Int'],
  ])('and not one %s', (_what, field, query) => {
    expect(findings(rule, { a: sdl(field, query) })).toEqual(['a.graphql:4 EVENT_WITHOUT_ANSWER']);
  });

  test('nor one that only another room answers, which the fault says', () => {
    const b = 'type Query { t(id: ID!): T }';
    const a = `type T { id: ID! }\ntype Subscription { tChanged: T ${EVENT} }`;
    expect(faultsOf(rule, { a, b })[0]?.message).toBe(
      'Field "Subscription.tChanged" must name a field of "Query" in room "a", but got: "t".',
    );
  });
});
