import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';

import { companyWorld } from '../../execute/differential/world.ts';
import { leaksIn, wrongsIn } from './judge-answer.ts';
import { Truth } from './truth.ts';
import type { Question, TrueAnswer } from './truth.ts';

const QUERY = parse(`query ($id: ID!) {
  customer(id: $id) {
    id
    status
    identifiers { scheme value }
    secret: birthDate
    addresses { region }
  }
}`);
const HOLDER = { roles: [], scopes: ['customer:read'], division: null, teams: [], purpose: null };

describe('the judge of an answer', () => {
  const truth = new Truth(companyWorld(), 3);
  let question: Question;
  beforeAll(async () => {
    // Not every generated customer is there and has everything.
    for (let id = 1; ; id += 1) {
      question = { document: QUERY, operationName: null, variables: { id: String(id) } };
      const { data } = await truth.tell(question, HOLDER);
      if (/"status":"[^}]*"scheme":/.test(JSON.stringify(data))) break;
    }
  });

  /** What a gateway without a fault would send. */
  const honest = ({ data, denials }: TrueAnswer): Record<string, any> => ({
    data: structuredClone(data),
    errors: denials.map(({ at, path }) => ({
      message: `Field "${at}" is not available to this caller.`,
      path,
      extensions: { code: 'FIELD_FORBIDDEN', at },
    })),
  });

  const faultsAfter = async (spoil: (answer: Record<string, any>) => unknown) => {
    const known = await truth.tell(question, HOLDER);
    const answer = honest(known);
    spoil(answer);
    const text = JSON.stringify(answer);
    return [
      ...leaksIn(text, truth.rights, HOLDER),
      ...wrongsIn({ status: 200, headers: '', text }, known),
    ];
  };

  test('finds nothing wrong with an honest answer', async () => {
    expect(await faultsAfter(() => undefined)).toEqual([]);
    const { data, denials } = await truth.tell(question, HOLDER);
    expect(denials.map(({ at }) => at).sort()).toEqual([
      'customer.addresses',
      'customer.identifiers.@.value',
      'customer.secret',
    ]);
    expect(JSON.stringify(data)).toContain('Identifier.scheme>>');
  });

  test.each<[string, (answer: Record<string, any>) => unknown, RegExp]>([
    [
      'a forbidden value in an error of another field',
      ({ errors }) => (errors[0].message = 'Not <<Customer.identifiers;Identifier.value>>1.'),
      /^leak of Identifier.value/,
    ],
    [
      'a forbidden value in an extension',
      (answer) => (answer['extensions'] = { plan: '<<Customer.birthDate>>1' }),
      /^leak of Customer.birthDate/,
    ],
    [
      'a forbidden number or enum where null must be',
      ({ data }) => (data.customer.secret = 7),
      /secret: null became 7/,
    ],
    ['a null that nothing explains', ({ data }) => (data.customer.status = null), /became null/],
    ['an object that is gone', ({ data }) => (data.customer = null), /became null/],
    [
      'two values changed for each other',
      ({ data }) => (data.customer.id = data.customer.status),
      /customer\.id/,
    ],
    ['a value that nobody asked for', ({ data }) => (data.customer.more = 1), /keys/],
    ['a denial that is not told', ({ errors }) => errors.pop(), /^missing error/],
    ['one told twice', ({ errors }) => errors.push(errors[0]), /^unexpected error/],
    [
      'one that names the rule',
      ({ errors }) => (errors[0].extensions.scope = 'pii:identifier'),
      /^unexpected error/,
    ],
    ['a part that is none of a response', (answer) => (answer['debug'] = 1), /part "debug"/],
  ])('sees %s', async (_, spoil, fault) => {
    const faults = await faultsAfter(spoil);
    expect(faults.filter((one) => fault.test(one))).not.toEqual([]);
  });
});
