import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { forbidden, openCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { writes } from './people-graph.ts';

describe('attacks along the schema, by mutations and by other callers', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await openCatalogue();
  });
  afterAll(() => catalogue.gateway.stop());

  test('24. a protected key, asked for where it is fetched for a join anyway', async () => {
    const result = await catalogue.ask(
      '{ customer(id: "c1") { id taxId accounts { iban balance } } }',
    );
    expect(result.data).toEqual({
      customer: { id: 'c1', taxId: null, accounts: [{ iban: null, balance: 100 }] },
    });
    expect(forbidden(result)).toEqual(['customer.taxId', 'customer.accounts.@.iban']);
  });

  test('27. a field that another room provides on the way is judged like everywhere', async () => {
    const result = await catalogue.ask('{ known { ssn score } }');
    expect(result.data).toEqual({ known: { ssn: null, score: 10 } });
    expect(forbidden(result)).toEqual(['known.ssn']);
    const allowed = await catalogue.ask('{ known { ssn } }', ['pii']);
    expect(allowed.data).toEqual({ known: { ssn: '<pii>S1' } });
  });

  test('30. a field of an interface object, through the interface and through each implementer', async () => {
    for (const query of [
      '{ library { title reviews } }',
      '{ library { title ... on Book { reviews } ... on Film { reviews } } }',
    ]) {
      const result = await catalogue.ask(query);
      expect(result.data).toEqual({
        library: [
          { title: 'Book one', reviews: null },
          { title: 'Film two', reviews: null },
        ],
      });
      expect(forbidden(result)).toEqual(['library.@.reviews']);
    }
    const allowed = await catalogue.ask('{ library { reviews stars } }', ['reviews']);
    expect(allowed.data).toEqual({
      library: [
        { reviews: '<reviews>R1', stars: 1 },
        { reviews: '<reviews>R2', stars: 2 },
      ],
    });
  });

  test('31. fields that return a protected scalar or enum', async () => {
    const result = await catalogue.ask('{ customer(id: "c1") { name dob tier } }');
    expect(result.data).toEqual({ customer: { name: 'Name 1', dob: null, tier: null } });
    expect(forbidden(result)).toEqual(['customer.dob', 'customer.tier']);
  });

  test('32. a field that leads to a protected object type', async () => {
    const result = await catalogue.ask('{ staff(id: "s1") { __typename } ping }');
    expect(result.data).toEqual({ staff: null, ping: 'pong' });
    expect(forbidden(result)).toEqual(['staff']);
  });

  test('34. only the operation that runs is judged', async () => {
    const query =
      'query A { customer(id: "c1") { name } } query B { customer(id: "c1") { ssn name } }';
    const open = await catalogue.ask(query, [], { operationName: 'A' });
    expect(open).toEqual({ data: { customer: { name: 'Name 1' } } });
    const denied = await catalogue.ask(query, [], { operationName: 'B' });
    expect(denied.data).toEqual({ customer: { ssn: null, name: 'Name 1' } });
  });

  test('35. a mutation of which a part is denied changes nothing', async () => {
    const result = await catalogue.ask('mutation { ping setName(id: "c1", name: "x") { name } }');
    expect(result.data).toBeNull();
    expect(forbidden(result)).toEqual(['setName']);
    expect(catalogue.gateway.asked).toEqual([]);
    expect(writes).toEqual([]);
  });

  test('35. nor does it when the denied part is skipped, unless it is', async () => {
    const query =
      'mutation ($b: Boolean!) { ping setName(id: "c1", name: "x") @include(if: $b) { name } }';
    await catalogue.ask(query, [], { variables: { b: true } });
    expect(writes).toEqual([]);
    const result = await catalogue.ask(query, [], { variables: { b: false } });
    expect(result).toEqual({ data: { ping: 'pong' } });
    expect(writes).toEqual(['ping']);
  });

  test('37. the payload of a mutation is judged like any other object', async () => {
    const query = 'mutation { updateContact(id: "c1", phone: "1") { ok customer { name ssn } } }';
    const result = await catalogue.ask(query);
    expect(result.data).toBeNull();
    expect(forbidden(result)).toEqual(['updateContact.customer.ssn']);
    expect(writes).toEqual([]);
    const allowed = await catalogue.ask(query, ['pii']);
    expect(allowed.data).toEqual({
      updateContact: { ok: true, customer: { name: 'Name 1', ssn: '<pii>S1' } },
    });
    expect(writes).toEqual(['updateContact c1 1']);
  });

  test('43. the type name of a protected object behind an interface is open', async () => {
    const result = await catalogue.ask('{ people { __typename } }');
    expect(result.data).toEqual({
      people: [
        { __typename: 'Customer' },
        { __typename: 'Staff' },
        { __typename: 'Customer' },
        null,
      ],
    });
  });

  test('49. an error names nothing but the selection of the client', async () => {
    const query =
      '{ customer(id: "c1") { a: ssn b: email c: notes e: dob f: tier } staff(id: "s1") { name } }';
    const { errors } = await catalogue.ask(query);
    expect(errors).toHaveLength(6);
    expect(JSON.stringify(errors)).not.toMatch(
      /pii|ssn|email|notes|dob|tier|hr|scope|policy|worksForDivision|Customer|people|scores/,
    );
  });

  test('62. whether an object is there does not show in the errors', async () => {
    const query = (id: string): string => `{ customer(id: "${id}") { name ssn } }`;
    const there = await catalogue.ask(query('c1'));
    const missing = await catalogue.ask(query('nobody'));
    expect(missing.data).toEqual({ customer: null });
    expect(missing.errors).toEqual(there.errors);
    const onlyDenied = (id: string) => catalogue.ask(`{ customer(id: "${id}") { ssn } }`);
    expect(await onlyDenied('c1')).toEqual(await onlyDenied('nobody'));
  });

  test('80. a privileged caller before does not open anything for the next', async () => {
    const query = '{ customer(id: "c1") { name ssn } }';
    const admin = await catalogue.ask(query, ['pii']);
    expect(admin.data).toEqual({ customer: { name: 'Name 1', ssn: '<pii>S1' } });
    const agent = await catalogue.ask(query);
    expect(agent.data).toEqual({ customer: { name: 'Name 1', ssn: null } });
    expect(catalogue.fetched()).not.toContain('ssn');
    expect(await catalogue.ask(query, ['pii'])).toEqual(admin);
  });

  test('86. two callers at once get each their own', async () => {
    const query = '{ customers { ssn taxId name } }';
    const both = await Promise.all([
      catalogue.gateway.ask({ query }, ['pii']),
      catalogue.gateway.ask({ query }, ['tax']),
      catalogue.gateway.ask({ query }, []),
    ]);
    const firsts = both.map(({ data }) => (data?.['customers'] as readonly unknown[])[0]);
    expect(firsts).toEqual([
      { ssn: '<pii>S1', taxId: null, name: 'Name 1' },
      { ssn: null, taxId: '<tax>T1', name: 'Name 1' },
      { ssn: null, taxId: null, name: 'Name 1' },
    ]);
  });

  test('88. who wrote the document is of no account: the caller is judged', async () => {
    const query = 'query Registered { customer(id: "c1") { ssn } }';
    expect((await catalogue.ask(query, ['pii'])).data).toEqual({ customer: { ssn: '<pii>S1' } });
    expect((await catalogue.ask(query)).data).toEqual({ customer: null });
  });
});
