import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startTinyCompany } from '../support/tiny-company.ts';
import type { TinyCompany } from '../support/tiny-company.ts';

describe('an error of a subgraph', () => {
  let company: TinyCompany;

  beforeAll(async () => {
    company = await startTinyCompany();
  });
  afterAll(() => company.stop());

  const refuse = async (code: string | null, message: string): Promise<unknown> => {
    const { body } = await company.ask(
      'query ($code: String, $message: String) { refuse(code: $code, message: $message) bankName }',
      { variables: { code, message } },
    );
    expect(body['data']).toEqual({ refuse: null, bankName: 'Tiny Bank' });
    return body['errors'];
  };
  const redacted = [
    {
      message: 'Subgraph "banking" could not answer this field.',
      path: ['refuse'],
      extensions: { code: 'SUBGRAPH_ERROR', subgraph: 'banking' },
    },
  ];

  test.each(['CASE_TRANSITION_REFUSED', 'BAD_USER_INPUT', 'NOT_FOUND', 'CONFLICT'])(
    'with the code %s is the division speaking to the client',
    async (code) => {
      expect(await refuse(code, 'Case 7 cannot go from CLOSED to OPEN.')).toEqual([
        {
          message: 'Case 7 cannot go from CLOSED to OPEN.',
          path: ['refuse'],
          extensions: { code, subgraph: 'banking' },
        },
      ]);
    },
  );

  test.each([
    'INTERNAL_SERVER_ERROR',
    'GRAPHQL_VALIDATION_FAILED',
    'DOWNSTREAM_SERVICE_ERROR',
    'ECONNREFUSED',
    'ER_ACCESS_DENIED_ERROR',
    'UNAUTHENTICATED',
    'FIELD_FORBIDDEN',
    'SUBGRAPH_UNAVAILABLE',
    'case_refused',
    '42P01',
    null,
  ])('with the code %s is redacted', async (code) => {
    expect(await refuse(code, 'pg at 10.0.0.4: ssn=111-22')).toEqual(redacted);
  });

  test('that says the system behind it is down reads like a subgraph that is down', async () => {
    expect(await refuse('DIVISION_SYSTEM_UNAVAILABLE', 'no answer from 10.0.0.4')).toEqual([
      {
        message: 'Subgraph "banking" is not available at the moment.',
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'banking' },
      },
    ]);
  });

  test('of many lines is redacted whatever its code, for a stack may be in it', async () => {
    expect(await refuse('CASE_REFUSED', 'No.\n    at secret.ts:1')).toEqual(redacted);
  });

  test('about a variable does not repeat its value, to the client or to the log', async () => {
    company.log.length = 0;
    const errors = await refuse(
      'BAD_USER_INPUT',
      'Variable "$d" got invalid value "Ana"; no date.',
    );
    expect(errors).toMatchObject([{ message: 'Variable "$d" got invalid value' }]);
    expect(company.log.join('')).not.toContain('Ana');
  });

  test('is in the log, without the variables', async () => {
    company.log.length = 0;
    await refuse(null, 'relation "vault" does not exist');
    const log = company.log.join('');
    expect(log).toContain('relation \\"vault\\" does not exist');
    expect(log).not.toContain('"variables"');
    expect(log).not.toContain('secret.ts');
  });
});
