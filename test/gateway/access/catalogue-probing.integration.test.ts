import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { readConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/start-gateway.ts';
import {
  ASSERTION_HEADER,
  deriveRoomKey,
  hashBody,
  signAssertion,
} from '../../../schema/assertion.ts';
import { composeWorld } from '../execute/differential/world.ts';
import { openCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { peopleSdl } from './people-graph.ts';
import type { PeopleRoom } from './people-room.ts';

/** The beginnings of all secrets of the people graph, and names that only its inside has. */
const INSIDE = /<(?:tax|pii|bank|hr|notes|phone|street|dob)>|worksForDivision|crm:write|\bscores\b/;

describe('attacks by probing the schema and its messages', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await openCatalogue((config) => ({ ...config, introspection: false }));
  });
  beforeEach(() => {
    catalogue.gateway.asked.length = 0;
    for (const room of catalogue.gateway.rooms.values()) room.answer = null;
  });
  afterAll(() => catalogue.gateway.stop());

  const refusal = async (query: string): Promise<string> => {
    const response = await catalogue.gateway.send({ query });
    expect(response.status).toBe(400);
    expect(catalogue.gateway.asked).toEqual([]);
    return response.text();
  };

  test.each([
    '{ __type(name: "Customer") { fields { name } } }',
    '{ __schema { types { name } } }',
    'query ($n: String!) { customer(id: "c1") { name } x: __type(name: $n) { name } }',
  ])('38. introspection is blocked: %s', async (query) => {
    expect(await refusal(query)).not.toMatch(/taxId|ssn/);
  });

  test.each([
    ['39. a field that is nearly there', '{ customer(id: "c1") { snn } }'],
    ['40. a type that is nearly there', '{ people { ... on Custome { name } } }'],
    ['40. an argument that is nearly there', '{ customer(idd: "c1") { name } }'],
    ['40. a directive that is nearly there', '{ customer(id: "c1") @inclde(if: true) { name } }'],
    ['40. a fragment that is nearly there', '{ me { ...Fo } } fragment Foo on Customer { name }'],
  ])('%s brings no suggestion', async (_, query) => {
    expect(await refusal(query)).not.toMatch(/did you mean|suggestion/i);
  });

  test('41. an unknown field is refused and a forbidden one null: staff may know the difference', async () => {
    expect(await refusal('{ customer(id: "c1") { nothing } }')).toContain(
      'GRAPHQL_VALIDATION_FAILED',
    );
    const { data } = await catalogue.ask('{ customer(id: "c1") { name ssn } }');
    expect(data).toEqual({ customer: { name: 'Name 1', ssn: null } });
  });

  test('42. what a selection lacks is told by what the document says, and names no field of the graph', async () => {
    for (const query of ['{ me }', '{ customer { name } }', '{ me { name { x } } }']) {
      expect(await refusal(query)).not.toMatch(/ssn|taxId|iban|nickname/);
    }
  });

  test('44. no header brings a plan', async () => {
    const headers = {
      'apollo-query-plan-experimental': '1',
      'apollo-federation-include-trace': 'ftv1',
      'apollo-expose-query-plan': 'true',
    };
    const response = await catalogue.gateway.send({ query: '{ me { name score } }' }, headers);
    expect(await response.json()).toEqual({ data: { me: { name: 'Name 1', score: 10 } } });
  });

  const people = (): PeopleRoom => {
    const room = catalogue.gateway.rooms.get('people');
    if (room === undefined) throw new Error('There is no room "people".');
    return room;
  };

  test("45. what a room's driver says stays inside", async () => {
    people().answer = () => ({
      data: { me: null },
      errors: [{ message: 'pg at 10.0.0.4: ssn=<pii>S1', extensions: { stacktrace: ['a.ts:1'] } }],
    });
    const response = await catalogue.gateway.send({ query: '{ me { name } }' });
    const text = await response.text();
    expect(text).toContain('SUBGRAPH_ERROR');
    expect(text).not.toMatch(/10\.0\.0\.4|stack|a\.ts/);
    expect(text).not.toMatch(INSIDE);
  });

  test('+ why a room refuses is told to who may know it, whoever the room tells it', async () => {
    const reason = { rule: 'scope:hr', owner: { division: 'd', steward: 's', contact: null } };
    const extensions = { code: 'FORBIDDEN', ...reason, more: 'inside' };
    people().answer = () => ({
      errors: [{ message: 'This caller may not ask this.', extensions }],
    });
    const told = async (rights: readonly string[]) =>
      (await catalogue.gateway.ask({ query: '{ me { name } }' }, rights)).errors?.at(0)?.extensions;
    const refused = { code: 'FORBIDDEN', subgraph: 'people' };
    expect(await told(['hr'])).toEqual(refused);
    expect(await told(['access:reasons'])).toEqual({ ...refused, ...reason });
  });

  test('46. a value that does not fit is null and is not repeated, nor are its type and field told', async () => {
    people().answer = () => ({ data: { customer: { name: { secret: '<pii>S1' } } } });
    const response = await catalogue.gateway.send({ query: '{ customer(id: "c1") { name } }' });
    const body = (await response.json()) as Record<string, unknown>;
    expect(Object.keys(body).sort()).toEqual(['data', 'errors']);
    expect(body['data']).toEqual({ customer: { name: null } });
    expect(JSON.stringify(body)).not.toMatch(/secret|valueCompletion|Customer|String/);
  });

  test('+ what a room answers beyond what it was asked goes nowhere', async () => {
    people().answer = () => ({
      data: { customer: { name: 'Name 1', ssn: '<pii>S1', taxId: '<tax>T1' }, more: '<hr>x' },
      extensions: { debug: '<pii>S1' },
    });
    const response = await catalogue.gateway.send({ query: '{ customer(id: "c1") { name ssn } }' });
    const { errors: _, ...rest } = (await response.json()) as Record<string, unknown>;
    expect(rest).toEqual({ data: { customer: { name: 'Name 1', ssn: null } } });
  });

  test('+ an object of another type than was asked for shows nothing', async () => {
    people().answer = () => ({
      data: { people: [{ __ac_t: 'Staff', __typename: 'Staff', name: '<hr>Boss', ssn: '<hr>' }] },
    });
    const query = '{ people { ... on Customer { name } ... on Staff { salary } } }';
    const text = await (await catalogue.gateway.send({ query })).text();
    expect(text).not.toMatch(INSIDE);
  });

  test('48. the value of a variable is not repeated, to the client or in the log', async () => {
    const query = 'query ($b: Boolean!) { me { name @include(if: $b) } }';
    const response = await catalogue.gateway.send({ query, variables: { b: 'the secret' } });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('the secret');
    expect(catalogue.gateway.log.join('')).not.toContain('the secret');
  });

  test('63. the entry points of subgraphs are not in the graph', async () => {
    for (const query of [
      '{ _service { sdl } }',
      '{ _entities(representations: [{ __typename: "Customer", taxId: "<tax>T1" }]) { __typename } }',
    ]) {
      expect(await refusal(query)).not.toContain('type Query');
    }
  });

  describe('at the door of a room', () => {
    const entities = JSON.stringify({
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { ssn } } }',
      variables: { r: [{ __typename: 'Customer', taxId: '<tax>T1' }] },
    });
    const post = async (body: string, headers: Readonly<Record<string, string>>) => {
      const response = await fetch(people().url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      return { status: response.status, text: await response.text() };
    };
    const refused = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
      const { status, text } = await post(body, headers);
      expect(status).toBe(401);
      expect(text).not.toMatch(INSIDE);
      expect(catalogue.gateway.asked).toEqual([]);
    };
    const assertion = (more: object = {}, key = 'a guess of thirty-two characters') => {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        ...{ sub: 'u', aud: 'people', iat: now, exp: now + 30, jti: `${Math.random()}` },
        ...{ bodyHash: hashBody(entities), roles: [], scopes: ['pii', 'tax'], division: null },
        purpose: null,
      };
      return signAssertion({ ...claims, ...more }, deriveRoomKey(key, 'people'));
    };

    test('64. a forged representation without an assertion is refused', () => refused(entities));

    test("65. so is one with a user's own token", async () => {
      await refused(entities, {
        authorization: `Bearer ${await catalogue.gateway.token(['pii', 'tax'])}`,
      });
    });

    test('66. so is a plain query, by POST and by GET', async () => {
      await refused('{"query":"{ customer(id: \\"c1\\") { ssn } }"}');
      const response = await fetch(`${people().url}?query={customers{ssn}}`);
      expect(response.status).toBe(401);
    });

    test.each([
      ['signed with a guess', {}],
      ['for another room', { aud: 'scores' }],
      ['that has expired', { exp: 1, iat: 0 }],
      ['that lives for an hour', { exp: Math.floor(Date.now() / 1000) + 3_600 }],
      ['for another body', { bodyHash: hashBody('{}') }],
    ])('71. an assertion %s is refused', async (_, more) => {
      await refused(entities, { [ASSERTION_HEADER]: assertion(more) });
    });

    test('71. a captured assertion is worth nothing: not again, not elsewhere, not for more', async () => {
      await catalogue.gateway.ask({ query: '{ me { name score } }' });
      const [sent] = catalogue.gateway.asked.filter(({ subgraph }) => subgraph === 'people');
      const captured = String(sent?.headers[ASSERTION_HEADER]);
      const { query, variables } = sent ?? {};
      catalogue.gateway.asked.length = 0;
      await refused(JSON.stringify({ query, variables }), { [ASSERTION_HEADER]: captured });
      await refused(JSON.stringify({ query }), { [ASSERTION_HEADER]: captured });
      await refused(entities, { [ASSERTION_HEADER]: captured });
    });
  });

  test('69. what a client says about itself in headers reaches no room', async () => {
    const forged = { 'x-user-id': 'admin', 'x-roles': 'operator', [ASSERTION_HEADER]: 'x.y.z' };
    const query = '{ customer(id: "c1") { name ssn } }';
    const response = await catalogue.gateway.send({ query }, forged);
    const { data } = (await response.json()) as { data: unknown };
    expect(data).toEqual({ customer: { name: 'Name 1', ssn: null } });
    const headers = catalogue.gateway.asked[0]?.headers ?? {};
    expect(headers).not.toHaveProperty('x-user-id');
    expect(headers).not.toHaveProperty('x-roles');
    expect(headers[ASSERTION_HEADER]).not.toBe('x.y.z');
  });

  test('70. nor does what it says in the body', async () => {
    const extensions = { jwt: { scopes: ['pii'], roles: ['operator'] }, scopes: ['pii'] };
    const query = '{ customer(id: "c1") { name ssn } }';
    const body = { query, extensions, scopes: ['pii'], caller: { scopes: ['pii'] } };
    const response = await catalogue.gateway.send(body);
    expect(((await response.json()) as { data: unknown }).data).toEqual({
      customer: { name: 'Name 1', ssn: null },
    });
    expect(JSON.stringify(catalogue.gateway.asked)).not.toMatch(/operator|extensions/);
  });

  test("76. a cookie is nobody: not alone, and not beside another's token", async () => {
    const cookie = `token=${await catalogue.gateway.token(['pii'])}`;
    const query = '{ customer(id: "c1") { name ssn } }';
    const alone = await catalogue.gateway.send({ query }, { cookie, authorization: '' });
    expect(alone.status).toBe(401);
    const beside = await catalogue.gateway.send({ query }, { cookie });
    expect(await beside.text()).toContain('"ssn":null');
  });

  test('+ two tokens in one header are nobody', async () => {
    const token = await catalogue.gateway.token();
    const other = await catalogue.gateway.token(['pii']);
    const authorization = `Bearer ${token}, Bearer ${other}`;
    const response = await catalogue.gateway.send({ query: '{ me { ssn } }' }, { authorization });
    expect(response.status).toBe(401);
  });

  test('33. a graph in which a field lost its rule is not served at all', async () => {
    const file = new URL('../../../schema/supergraph.graphql', import.meta.url);
    const whole = readFileSync(file, 'utf8');
    const open = whole.replace(/(\n {2}valueTier: ValueTier .*) @requiresScopes\(.*\)/, '$1');
    expect(open).not.toBe(whole);
    const config = readConfig({ PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test' });
    const starting = startGateway(config, { supergraph: open, log: pino({ level: 'silent' }) });
    await expect(starting).rejects.toThrow('"Customer.valueTier" belongs to a classified type');
  });

  test('26. a field that requires a protected one and asks for less does not compose', () => {
    const { people: first, scores } = peopleSdl;
    const open = scores.replace(
      '@requires(fields: "ssn") @needs(scopes: [["pii"]])',
      '@requires(fields: "ssn")',
    );
    expect(open).not.toBe(scores);
    expect(() => composeWorld('people', { people: first, scores: open })).toThrow('Customer.risk');
  });
});
