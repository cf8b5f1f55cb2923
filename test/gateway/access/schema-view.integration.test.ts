import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  isObjectType,
  validateSchema,
} from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';

import { startPeopleGateway } from './people-gateway.ts';
import type { PeopleGateway } from './people-gateway.ts';
import { composePeople } from './people-graph.ts';
import { requirements, rights } from './people-rights.ts';

describe.each(['native', 'reference'] as const)('introspection over the %s engine', (engine) => {
  let gateway: PeopleGateway;
  beforeAll(async () => {
    gateway = await startPeopleGateway((config) => ({ ...config, engine }));
  });
  afterAll(() => gateway.stop());

  const introspect = async (held: readonly string[]): Promise<GraphQLSchema> => {
    const { data, errors } = await gateway.ask({ query: getIntrospectionQuery() }, held);
    expect(errors).toBeUndefined();
    return buildClientSchema(data as unknown as IntrospectionQuery);
  };

  test('shows to each caller what they may read, and to nobody more', async () => {
    const whole = buildSchema(composePeople().api);
    for (const held of [['signedIn'], ['signedIn', 'pii'], ['signedIn', 'hr', 'bank'], rights]) {
      const known = await introspect(held);
      expect(validateSchema(known)).toEqual([]);
      for (const type of Object.values(known.getTypeMap()).filter(isObjectType)) {
        if (type.name.startsWith('__')) continue;
        for (const field of Object.keys(type.getFields())) {
          const asked = requirements[`${type.name}.${field}`] ?? [[]];
          expect([
            type.name,
            field,
            asked.some((all) => all.every((one) => held.includes(one))),
          ]).toEqual([...[type.name, field, true]]);
        }
      }
      if (held === rights)
        expect(Object.keys(known.getTypeMap()).sort()).toEqual(
          Object.keys(whole.getTypeMap()).sort(),
        );
    }
  });

  test('answers each caller by their own view, whoever asked the same before', async () => {
    const query =
      '{ __type(name: "Staff") { name } mine: __type(name: "Customer") { fields { name } } ping }';
    const ask = async (held: readonly string[]): Promise<string> =>
      JSON.stringify((await gateway.ask({ query }, held)).data);
    const before = await ask([]);
    expect(before).toContain('{"__type":null,"mine":{"fields":[');
    expect(before).not.toContain('ssn');
    expect(await ask(rights)).toContain('{"__type":{"name":"Staff"}');
    expect(await ask([])).toBe(before);
    expect(gateway.asked.map(({ query: asked }) => asked)).toHaveLength(1);
  });
});
