import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { startTinyCompany } from '../../support/tiny-company.ts';
import type { TinyCompany } from '../../support/tiny-company.ts';

/** What may not be read must not be guessed by asking for it, at a running gateway over HTTP. */
describe('attacks by what is given, and by asking for the schema', () => {
  let company: TinyCompany;
  beforeAll(async () => {
    company = await startTinyCompany({ guarded: true });
  });
  beforeEach(() => {
    company.customers.received.length = 0;
  });
  afterAll(() => company.stop());

  const ask = async (query: string, variables = {}, scopes: readonly string[] = []) => {
    const headers = { authorization: `Bearer ${await company.token([], scopes)}` };
    return company.ask(query, { variables, headers });
  };

  const BY_VARIABLE = 'query ($w: CustomerWhere) { customers(where: $w) { id } }';
  const attacks: readonly [string, string, object, string][] = [
    ['51. a sort order', '{ customers(sortBy: TAX_NUMBER) { name } }', {}, 'sortBy'],
    [
      '51. a sort order in a variable',
      'query ($s: CustomerSort) { customers(sortBy: $s) { name } }',
      { s: 'TAX_NUMBER' },
      'sortBy',
    ],
    ['52. a filter', '{ customers(where: { taxNumber: "T1" }) { id } }', {}, 'where.taxNumber'],
    [
      '52. a filter under two negations',
      BY_VARIABLE,
      { w: { not: { not: { taxNumber: 'T1' } } } },
      'where.not.not.taxNumber',
    ],
    [
      '54. an enum value that a variable has by default',
      'query ($s: CustomerSort = TAX_NUMBER) { customers(sortBy: $s) { name } }',
      {},
      'sortBy',
    ],
    ['60. an exact match', '{ customers(taxNumber: "T1") { id } }', {}, 'taxNumber'],
    [
      '60. one that is skipped, beside what is allowed',
      '{ bankName customers @skip(if: true) { id } x: customers(taxNumber: "T1") @skip(if: true) { id } }',
      {},
      'taxNumber',
    ],
  ];

  test.each(attacks)('%s: refused, and nothing runs', async (_, query, variables, argument) => {
    const { status, body } = await ask(query, variables);
    expect([status, body]).toEqual([
      403,
      {
        errors: [
          {
            message: `Argument "${argument}" of field "customers" is not available to this caller, or not with this value.`,
            extensions: { code: 'INPUT_FORBIDDEN' },
          },
        ],
      },
    ]);
    expect(company.customers.received).toEqual([]);
    const allowed = await ask(query, variables, ['tax:read']);
    expect([allowed.status, allowed.errors]).toEqual([200, []]);
  });

  test('a document that ran before is judged again by the variables and the caller', async () => {
    const named = { w: { name: 'Person 1' } };
    const guessing = { w: { taxNumber: 'T1' } };
    const statusOf = async (variables: object, scopes: readonly string[]): Promise<number> =>
      (await ask(BY_VARIABLE, variables, scopes)).status;
    expect(await statusOf(guessing, ['tax:read'])).toBe(200);
    expect(await statusOf(guessing, [])).toBe(403);
    expect(await statusOf(named, [])).toBe(200);
    expect(await statusOf(guessing, [])).toBe(403);
  });

  test('38. asking for the schema tells nothing of what may not be read or given', async () => {
    const query = `{
      object: __type(name: "Customer") { fields { name } }
      sorts: __type(name: "CustomerSort") { enumValues { name } }
      filters: __type(name: "CustomerWhere") { inputFields { name } }
      roots: __type(name: "Query") { fields { name args { name } } }
    }`;
    const withheld = await ask(query);
    for (const name of ['id', 'name', 'NAME', 'where', 'sortBy']) {
      expect(JSON.stringify(withheld.data)).toContain(`"name":"${name}"`);
    }
    expect(JSON.stringify(withheld.body)).not.toMatch(/tax/i);
    const shown = await ask(query, {}, ['tax:read']);
    expect(JSON.stringify(shown.body).match(/tax_?number/gi)).toHaveLength(4);
  });

  test('whether a guess is right does not show', async () => {
    const nobody = await ask('{ customers(taxNumber: "T999") { id } }');
    const somebody = await ask('{ customers(taxNumber: "T1") { id } }');
    expect(nobody.body).toEqual(somebody.body);
  });
});
