import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { forbidden, openCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

describe('attacks by aliases', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await openCatalogue();
  });
  afterAll(() => catalogue.gateway.stop());

  test('1. the field itself: null, one error, nothing fetched', async () => {
    const result = await catalogue.ask('{ customer(id: "c1") { ssn } }');
    expect(result).toEqual({
      data: { customer: null },
      errors: [
        {
          message: 'Field "customer.ssn" is not available to this caller.',
          path: ['customer', 'ssn'],
          extensions: { code: 'FIELD_FORBIDDEN', at: 'customer.ssn' },
        },
      ],
    });
    expect(catalogue.gateway.asked).toEqual([]);
  });

  test('1. in a list: one error a selection, its path cut at the list', async () => {
    const result = await catalogue.ask('{ customers { name ssn } }');
    expect(result.data).toEqual({
      customers: ['Name 1', 'Name 2', 'Name 3'].map((name) => ({ name, ssn: null })),
    });
    expect(result.errors).toHaveLength(1);
    expect(result.errors?.[0]?.path).toEqual(['customers']);
    expect(forbidden(result)).toEqual(['customers.@.ssn']);
  });

  test('2. an alias', async () => {
    const result = await catalogue.ask('{ customer(id: "c1") { x: ssn name } }');
    expect(result.data).toEqual({ customer: { x: null, name: 'Name 1' } });
    expect(forbidden(result)).toEqual(['customer.x']);
  });

  test('3. aliases swapped', async () => {
    const result = await catalogue.ask('{ customer(id: "c1") { name: ssn ssn: name } }');
    expect(result.data).toEqual({ customer: { name: null, ssn: 'Name 1' } });
    expect(forbidden(result)).toEqual(['customer.name']);
  });

  test('4. an alias named like a key that the plan fetches', async () => {
    const result = await catalogue.ask('{ customer(id: "c1") { taxId: name score } }');
    expect(result).toEqual({ data: { customer: { taxId: 'Name 1', score: 10 } } });
    expect(catalogue.fetched()).toContain('taxId');
  });

  test('4. the same in an entity of an entity, where an error text could tell it', async () => {
    const result = await catalogue.ask(
      '{ best { friends { accounts { owner { taxId: address { city } } } } } }',
    );
    expect(JSON.stringify(result)).not.toContain('<tax>');
    expect(result.data).toEqual({
      best: { friends: [{ accounts: [{ owner: { taxId: { city: 'Town 1' } } }] }] },
    });
  });

  test('4. the same with @include, which planners turn into an alias of their own', async () => {
    const query =
      'query ($b: Boolean!) { customer(id: "c1") { taxId: name @include(if: $b) score } }';
    for (const b of [true, false]) {
      const result = await catalogue.ask(query, [], { variables: { b } });
      const expected = b ? { taxId: 'Name 1', score: 10 } : { score: 10 };
      expect(result).toEqual({ data: { customer: expected } });
    }
  });

  test('5. an alias named like a field that @requires fetches', async () => {
    const result = await catalogue.ask('{ best { ssn: email risk name: score level } }', ['pii']);
    expect(result.data).toEqual({
      best: { ssn: null, risk: '<pii>risk of <pii>S3', name: 30, level: 'level of Name 3' },
    });
    expect(forbidden(result)).toEqual(['best.ssn']);
  });

  test('6. an alias named like a part of a compound key', async () => {
    const result = await catalogue.ask(
      '{ customer(id: "c1") { score ref { division: localId } } }',
    );
    expect(result).toEqual({ data: { customer: { score: 10, ref: { division: 'L1' } } } });
  });

  test('7. an alias named __typename does not disturb types', async () => {
    const result = await catalogue.ask('{ people { __typename: name ... on Staff { salary } } }', [
      'hr',
    ]);
    expect(result.data).toEqual({
      people: [
        { __typename: 'Name 1' },
        { __typename: '<hr>Boss', salary: 990001 },
        { __typename: 'Name 3' },
        null,
      ],
    });
  });

  test('8. a reserved alias is refused', async () => {
    const result = await catalogue.ask('{ customers { email __ac_homeDivision: name } }');
    expect(result.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(catalogue.gateway.asked).toEqual([]);
  });

  test('9. aliases named like what JavaScript objects own', async () => {
    const result = await catalogue.ask(
      '{ customer(id: "c1") { __proto__: name constructor: ssn toString: id } }',
    );
    expect(JSON.stringify(result.data)).toBe(
      '{"customer":{"__proto__":"Name 1","constructor":null,"toString":"c1"}}',
    );
  });

  test('10. an alias of the form that planners make', async () => {
    const result = await catalogue.ask(
      '{ customer(id: "c1") { taxId__alias_0: name taxId score } }',
    );
    expect(result.data).toEqual({
      customer: { taxId__alias_0: 'Name 1', taxId: null, score: 10 },
    });
  });
});
