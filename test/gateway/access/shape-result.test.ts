import { describe, expect, test } from '@jest/globals';
import { GraphQLError, parse } from 'graphql';
import type { ExecutionResult } from 'graphql';

import { createAccessControl } from '../../../gateway/access/access-control.ts';
import { shaped } from './as-reference.ts';
import { callerWith } from './people-gateway.ts';
import { composePeople } from './people-graph.ts';

const access = createAccessControl({ supergraph: composePeople().supergraph });

/** The client's result for an engine's result to the filtered operation. */
async function shape(
  query: string,
  result: ExecutionResult,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<ExecutionResult> {
  const caller = callerWith(['signedIn']);
  const prepared = await access.prepare({ document: parse(query), variables, caller });
  if (prepared.kind !== 'run') throw new Error('It does not run.');
  return shaped(prepared, result);
}

describe('the result of a filtered operation', () => {
  test('takes only what the client selected', async () => {
    const { data } = await shape('{ customer(id: "1") { ssn name } }', {
      data: { customer: { __typename: 'Customer', taxId: 'T', ssn: 'S', name: 'N' } },
    });
    expect(data).toEqual({ customer: { ssn: null, name: 'N' } });
  });

  test('keeps the order of the client, whatever the order of the engine', async () => {
    const { data } = await shape('{ customer(id: "1") { ssn name id } ping }', {
      data: { ping: 'p', customer: { id: 'I', name: 'N' } },
    });
    expect(JSON.stringify(data)).toBe('{"customer":{"ssn":null,"name":"N","id":"I"},"ping":"p"}');
  });

  test('puts a field of several conditional places where it is included first', async () => {
    const query =
      'query ($a: Boolean!) { customer(id: "1") { ssn name @include(if: $a) id name } }';
    const result = { data: { customer: { id: 'I', name: 'N' } } };
    const keys = async (a: boolean): Promise<string> =>
      JSON.stringify((await shape(query, result, { a })).data);
    expect(await keys(true)).toBe('{"customer":{"ssn":null,"name":"N","id":"I"}}');
    expect(await keys(false)).toBe('{"customer":{"ssn":null,"id":"I","name":"N"}}');
  });

  test('has null for an object of an unknown type', async () => {
    const { data } = await shape('{ people { name ssn } }', {
      data: { people: [{ __ac_t: 'Hidden', name: 'N' }, { name: 'N' }, null] },
    });
    expect(data).toEqual({ people: [null, null, null] });
  });

  test('has null where the engine gave something of another kind', async () => {
    const query = '{ customers { ssn name } me { ssn name } }';
    const { data } = await shape(query, { data: { customers: 'x', me: { name: 'N' } } });
    expect(data).toEqual({ customers: null, me: { ssn: null, name: 'N' } });
  });

  test('passes null on to the parent where the engine left a non-null field out', async () => {
    const query = '{ customers { ssn friends { name } } }';
    const friends = [{ name: 'N' }, null];
    const { data } = await shape(query, { data: { customers: [{ friends }] } });
    expect(data).toEqual({ customers: null });
  });

  test('without data is left without data and without further errors', async () => {
    const errors = [new GraphQLError('no variable')];
    const result = await shape('{ me { ssn name } }', { errors });
    expect(result).toEqual({ errors });
  });

  test('with null data has the errors of engine and denials', async () => {
    const errors = [new GraphQLError('down', { path: ['me', 'name'] })];
    const result = await shape('{ me { ssn name } }', { data: null, errors });
    expect(result.data).toBeNull();
    expect(result.errors?.map(({ message }) => message)).toEqual([
      'down',
      'Field "me.ssn" is not available to this caller.',
    ]);
  });

  test('gives engine errors the response keys of the client, code and cause kept', async () => {
    const cause = new Error('cause');
    const error = new GraphQLError('down', {
      path: ['customers', 0, '__ac_r_taxId', '__ac_t'],
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'people' },
      originalError: cause,
    });
    const result = await shape('{ customers { taxId: contact { city } } }', {
      data: { customers: [{ __ac_r_taxId: null }] },
      errors: [error],
    });
    const [mapped] = result.errors ?? [];
    expect(mapped?.path).toEqual(['customers', 0, 'taxId']);
    expect(mapped?.extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'people' });
    expect(mapped?.originalError).toBe(cause);
  });

  test('has errors of its own for every request', async () => {
    const query = '{ me { ssn name } }';
    const first = await shape(query, { data: { me: { name: 'N' } } });
    const second = await shape(query, { data: { me: { name: 'N' } } });
    const [extensions] = (first.errors ?? []).map((error) => error.extensions);
    if (extensions !== undefined) extensions['traceUser'] = 'u1';
    expect(second.errors?.[0]?.extensions).not.toHaveProperty('traceUser');
  });
});
