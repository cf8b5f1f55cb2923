import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { forbidden, openCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

describe('attacks by fragments and conditions', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await openCatalogue();
  });
  afterAll(() => catalogue.gateway.stop());

  test('11. a chain of named fragments', async () => {
    const result = await catalogue.ask(`{ customer(id: "c1") { ...F } }
      fragment F on Customer { name ...G } fragment G on Customer { contact { city phone } ssn }`);
    expect(result.data).toEqual({
      customer: { name: 'Name 1', contact: { city: 'Town 1', phone: null }, ssn: null },
    });
    expect(forbidden(result)).toEqual(['customer.contact.phone', 'customer.ssn']);
  });

  test('12. one fragment at two sites, decided at each', async () => {
    const result = await catalogue.ask(
      '{ customer(id: "c1") { ...F } staff(id: "s1") { ...F } } fragment F on Person { name id }',
    );
    expect(result.data).toEqual({ customer: { name: 'Name 1', id: 'c1' }, staff: null });
    expect(forbidden(result)).toEqual(['staff']);
  });

  test('13. an interface whose implementers differ', async () => {
    const result = await catalogue.ask('{ people { name ssn } }', ['pii']);
    expect(result.data).toEqual({
      people: [
        { name: 'Name 1', ssn: '<pii>S1' },
        { name: null, ssn: null },
        { name: 'Name 3', ssn: '<pii>S3' },
        null,
      ],
    });
    expect(forbidden(result)).toEqual(['people.@.name', 'people.@.ssn']);
  });

  test('14. sibling fragments with one response key do not null each other', async () => {
    const result = await catalogue.ask(
      '{ people { ... on Staff { x: ssn } ... on Customer { x: name } } }',
    );
    expect(result.data).toEqual({ people: [{ x: 'Name 1' }, { x: null }, { x: 'Name 3' }, null] });
  });

  test('15. a fragment on an interface inside a union', async () => {
    const result = await catalogue.ask(
      '{ search { ... on Person { ssn name } ... on Vendor { name } } }',
      ['pii'],
    );
    expect(result.data).toEqual({
      search: [{ name: 'Vendor' }, { ssn: '<pii>S2', name: 'Name 2' }, { ssn: null, name: null }],
    });
  });

  test('16. union members are decided one by one, not all or nothing', async () => {
    const result = await catalogue.ask(
      '{ search { ... on Vendor { iban } ... on Customer { ssn } } }',
      ['bank'],
    );
    expect(result.data).toEqual({ search: [{ iban: '<bank>V1' }, { ssn: null }, {}] });
    expect(forbidden(result)).toEqual(['search.@.ssn']);
  });

  test('17. a protected implementer does not close its siblings', async () => {
    const result = await catalogue.ask('{ people { ... on Customer { name } } }');
    expect(result).toEqual({
      data: { people: [{ name: 'Name 1' }, {}, { name: 'Name 3' }, null] },
    });
  });

  test('18. a fragment on an impossible type has no effect and tells nothing', async () => {
    const result = await catalogue.ask(
      '{ customers { ... on Person { ... on Staff { ssn } } name } }',
    );
    expect(result.errors).toBeUndefined();
    expect(result.data).toEqual({
      customers: ['Name 1', 'Name 2', 'Name 3'].map((name) => ({ name })),
    });
  });

  test('19. a skipped selection has no error, an included one has', async () => {
    const query = 'query ($b: Boolean!) { customer(id: "c1") { name ssn @include(if: $b) } }';
    const without = await catalogue.ask(query, [], { variables: { b: false } });
    expect(without).toEqual({ data: { customer: { name: 'Name 1' } } });
    const included = await catalogue.ask(query, [], { variables: { b: true } });
    expect(included.data).toEqual({ customer: { name: 'Name 1', ssn: null } });
    expect(forbidden(included)).toEqual(['customer.ssn']);
  });

  test('19. a condition on the fragment or the parent counts as well', async () => {
    const query =
      'query ($b: Boolean!) { ping customer(id: "c1") @skip(if: $b) { ... @include(if: $b) { ssn } name taxId } }';
    expect(await catalogue.ask(query, [], { variables: { b: true } })).toEqual({
      data: { ping: 'pong' },
    });
    const result = await catalogue.ask(query, [], { variables: { b: false } });
    expect(forbidden(result)).toEqual(['customer.taxId']);
  });

  test('20. a default value of a variable counts like a given one', async () => {
    const query = 'query ($b: Boolean = false) { customer(id: "c1") { name ssn @skip(if: $b) } }';
    expect(forbidden(await catalogue.ask(query))).toEqual(['customer.ssn']);
    const skipped = await catalogue.ask(query, [], { variables: { b: true } });
    expect(skipped).toEqual({ data: { customer: { name: 'Name 1' } } });
  });

  test('21. a field twice, once for all and once for a permitted type', async () => {
    const result = await catalogue.ask('{ people { id ... on Customer { id } } }');
    expect(result.data).toEqual({ people: [{ id: 'c1' }, { id: null }, { id: 'c3' }, null] });
  });

  test('22. a denied non-null field nulls the nearest nullable parent', async () => {
    const result = await catalogue.ask(
      '{ customer(id: "c1") { name address { street city } } ping }',
    );
    expect(result.data).toEqual({ customer: null, ping: 'pong' });
    expect(forbidden(result)).toEqual(['customer.address.street']);
  });

  test('22. up to the root, when nothing in between is nullable', async () => {
    const result = await catalogue.ask('{ me { address { street } } ping }');
    expect(result.data).toBeNull();
    expect(forbidden(result)).toEqual(['me.address.street']);
  });

  test('23. an object emptied by denials under a non-null field stays, its neighbours too', async () => {
    const result = await catalogue.ask('{ me { ssn taxId } ping }');
    expect(result.data).toEqual({ me: { ssn: null, taxId: null }, ping: 'pong' });
  });

  test('+ an object whose denied part is skipped is there: nothing was withheld', async () => {
    const query =
      'query ($b: Boolean!) { customer(id: "c1") { ssn @include(if: $b) ...F @include(if: $b) } } fragment F on Customer { taxId }';
    const skipped = await catalogue.ask(query, [], { variables: { b: false } });
    expect(skipped).toEqual({ data: { customer: {} } });
    const included = await catalogue.ask(query, [], { variables: { b: true } });
    expect(included.data).toEqual({ customer: { ssn: null, taxId: null } });
    expect(forbidden(included)).toEqual(['customer.ssn', 'customer.taxId']);
  });

  test('+ a denied object below a skipped one tells nothing, and a field beside it stays', async () => {
    const query =
      'query ($b: Boolean!) { me { boss @skip(if: $b) { boss { ssn } } contact { phone @skip(if: $b) } name } }';
    const skipped = await catalogue.ask(query, [], { variables: { b: true } });
    expect(skipped).toEqual({ data: { me: { contact: {}, name: 'Name 1' } } });
    const included = await catalogue.ask(query, [], { variables: { b: false } });
    expect([...forbidden(included)].sort()).toEqual([
      'me.boss.boss',
      'me.boss.boss.ssn',
      'me.contact.phone',
    ]);
  });

  test('+ a variable that decides about a denied field is not missed when the field is gone', async () => {
    const query = 'query ($b: Boolean!) { customer(id: "c1") { name ssn @include(if: $b) } }';
    const result = await catalogue.gateway.ask({ query, variables: {} });
    expect(result.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});
