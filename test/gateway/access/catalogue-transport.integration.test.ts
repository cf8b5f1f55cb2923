import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { openCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

const NAME_AND_SSN = '{ customer(id: "c1") { name ssn } }';

describe('attacks by what is shared, by size and by what is written down', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await openCatalogue((config) => ({
      ...config,
      // What is shared most must not be shared between callers.
      sharing: { subgraph: true, requests: true },
    }));
  });
  beforeEach(() => {
    catalogue.gateway.asked.length = 0;
  });
  afterAll(() => catalogue.gateway.stop());

  const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await catalogue.gateway.send(body, headers);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const refused = async (body: unknown, status: number, code: RegExp): Promise<void> => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(code);
    expect(catalogue.gateway.asked).toEqual([]);
  };
  const bearer = async (rights: readonly string[]) => ({
    authorization: `Bearer ${await catalogue.gateway.token(rights)}`,
  });

  test('83. 85. equal requests that are under way at once are each answered by their own caller', async () => {
    const callers: (readonly string[])[] = [[], ['pii'], ['tax'], ['pii', 'tax']];
    const query = '{ customers { name ssn taxId } }';
    const tokens = await Promise.all(callers.map(bearer));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, place) => post({ query }, tokens[place % 4])),
    );
    for (const [place, { text }] of answers.entries()) {
      const rights = callers[place % 4] ?? [];
      expect([text.includes('<pii>'), text.includes('<tax>')]).toEqual([
        rights.includes('pii'),
        rights.includes('tax'),
      ]);
    }
  });

  test('84. no answer may be kept by anything between', async () => {
    const url = `${catalogue.gateway.url}?query=${encodeURIComponent(NAME_AND_SSN)}`;
    const headers = { ...(await bearer(['pii'])), 'apollo-require-preflight': '1' };
    for (const response of [
      await fetch(url, { headers }),
      await catalogue.gateway.send({ query: NAME_AND_SSN }),
      await catalogue.gateway.send({ query: '{ nothing }' }),
      await fetch(url, { headers: { 'apollo-require-preflight': '1' } }),
    ]) {
      expect(response.headers.get('cache-control')).toBe('no-store');
      await response.text();
    }
  });

  test('87. a hash opens nothing, beside a text of another hash or alone', async () => {
    const persistedQuery = { version: 1, sha256Hash: 'f'.repeat(64) };
    for (const body of [
      { query: NAME_AND_SSN, extensions: { persistedQuery } },
      { extensions: { persistedQuery } },
    ]) {
      const { text } = await post(body, await bearer(['pii']));
      expect(text).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
      expect(text).not.toContain('"data"');
    }
    expect(catalogue.gateway.asked).toEqual([]);
  });

  test('+ 90. a caller without the right asks over the connection of one who has it', async () => {
    const texts: string[] = [];
    for (const rights of [['pii'], [], ['pii'], []]) {
      const { text } = await post({ query: NAME_AND_SSN }, await bearer(rights));
      texts.push(text);
    }
    expect(texts.map((text) => text.includes('<pii>'))).toEqual([true, false, true, false]);
  });

  test('91. what a web page can send without asking is refused, and a mutation by GET', async () => {
    const { authorization } = await bearer([]);
    const get = (query: string, headers = {}) =>
      fetch(`${catalogue.gateway.url}?query=${encodeURIComponent(query)}`, {
        headers: { authorization, ...headers },
      });
    expect((await get(NAME_AND_SSN)).status).toBe(400);
    const plain = await post({ query: NAME_AND_SSN }, { 'content-type': 'text/plain' });
    expect(plain.status).toBe(400);
    const changing = await get('mutation { ping }', { 'apollo-require-preflight': '1' });
    expect(changing.status).toBe(405);
    expect(catalogue.gateway.asked).toEqual([]);
  });

  test('92. a batch is refused', () =>
    refused([{ query: NAME_AND_SSN }, { query: NAME_AND_SSN }], 400, /BAD_REQUEST/));

  const times = (count: number, text: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => text(n)).join(' ');
  const doubling = (levels: number): string =>
    `{ me { ...F0 } } fragment F${levels} on Customer { ssn } ${times(
      levels,
      (n) => `fragment F${n} on Customer { ...F${n + 1} boss { ...on Customer { ...F${n + 1} } } }`,
    )}`;
  const deep = `{ best ${times(20, () => '{ accounts { owner')} { score } ${'} }'.repeat(20)} }`;

  test.each([
    [
      '93. thousands of aliases',
      `{ ${times(2_000, (n) => `a${n}: customer(id: "${n}") { ssn }`)} }`,
    ],
    ['95. endless depth', deep],
    ['96. the same field again and again', `{ me { ${'name '.repeat(1_500)} } }`],
    ['97. a bomb of directives', `{ me { name ${times(12_000, () => '@include(if: true)')} } }`],
    ['97. fragments that double', doubling(14)],
  ])('%s is refused before anything is planned or asked', async (_, query) => {
    const started = performance.now();
    await refused({ query }, 400, /OPERATION_TOO_LARGE|GRAPHQL_PARSE_FAILED/);
    // Planned, it would take minutes.
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  test('97. so are variables without end', async () => {
    const query = 'query ($b: [[Boolean]]) { me { name } }';
    const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    await refused(`{"query":"${query}","variables":{"b":${nested}}}`, 400, /errors/);
    await refused({ query, variables: { b: 'x'.repeat(3_000_000) } }, 413, /REQUEST_TOO_LARGE/);
  });

  test.each([9_000, 267_000])(
    '98. a token of %i bytes is refused without being read',
    async (bytes) => {
      const authorization = `Bearer ${'a'.repeat(bytes)}`;
      expect((await post({ query: NAME_AND_SSN }, { authorization })).status).toBe(431);
      expect(catalogue.gateway.asked).toEqual([]);
    },
  );

  test('99. names without end do not get into logs or metrics', async () => {
    const name = 'N'.repeat(5_000);
    await post({ query: `query ${name} { ${name}: ping }`, operationName: name });
    await post({ query: `{ ${name} }` });
    const metrics = await (await fetch(`${catalogue.gateway.adminUrl}/metrics`)).text();
    expect(metrics).not.toContain('NNNN');
    expect(catalogue.gateway.log.join('')).not.toContain(name);
  });

  test('100. 101. nothing runs on after the answer: subscriptions, @defer and @stream are not there', async () => {
    await refused({ query: 'subscription { me { name } }' }, 400, /errors/);
    await refused(
      { query: '{ me { name ... @defer { ssn } } }' },
      400,
      /GRAPHQL_VALIDATION_FAILED/,
    );
    await refused({ query: '{ customers @stream { ssn } }' }, 400, /GRAPHQL_VALIDATION_FAILED/);
  });

  test('102. 103. what a document or a variable says is in no log line and no metric', async () => {
    catalogue.gateway.log.length = 0;
    await post({
      query: '{ account(iban: "secret-1") { balance } customer(id: "secret-2") { ssn } }',
    });
    const query = 'query ($id: ID!) { customer(id: $id) { name } }';
    await post({ query, variables: { id: 'secret-3' } }, await bearer(['pii']));
    await post({ query: '{ customer(id: "secret-4") { nam } }' });
    const metrics = await (await fetch(`${catalogue.gateway.adminUrl}/metrics`)).text();
    expect(catalogue.gateway.log.length).toBeGreaterThan(2);
    expect(catalogue.gateway.log.join('') + metrics).not.toMatch(/secret-\d|<pii>|<tax>/);
  });

  test('+ a literal and a variable of the same value are one operation, and each caller has their own', async () => {
    const literal = '{ customer(id: "c2") { name ssn } }';
    const variable = 'query ($v: ID!) { customer(id: $v) { name ssn } }';
    const privileged = await post({ query: literal }, await bearer(['pii']));
    const plain = await post({ query: variable, variables: { v: 'c2' } });
    expect(privileged.text).toContain('<pii>S2');
    expect(plain.text).toContain('"ssn":null');
  });

  test('+ names of our own are refused wherever a client can write one', async () => {
    await refused({ query: '{ me { __ac_t: name } }' }, 400, /BAD_USER_INPUT/);
    await refused(
      {
        query: 'query ($__ac_l0: ID!) { customer(id: $__ac_l0) { name } }',
        variables: { __ac_l0: 'c1' },
      },
      400,
      /BAD_USER_INPUT/,
    );
  });
});
