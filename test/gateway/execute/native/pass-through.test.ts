import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, executeSync, parse } from 'graphql';

import { createAccessControl } from '../../../../gateway/access/access-control.ts';
import type { Fetch, FetchProgram } from '../../../../gateway/execute/native/fetch-program.ts';
import { compilePassThrough } from '../../../../gateway/execute/native/pass-through.ts';
import type { ResponseCheck } from '../../../../gateway/execute/subgraph-client.ts';
import { federationLink } from '../differential/federation-link.ts';
import { composeTiny } from '../../../support/tiny-company.ts';

const typesWith = (guard: string): string => `
  type Query { things: [Thing!] thing: Thing grid: [[Int]!] any: Named }
  type Thing implements Named {
    id: ID! name: String size: Int! weight: Float isNew: Boolean kind: Kind at: Instant
    part: Thing parts: [Thing] secret: String ${guard}
  }
  type Other implements Named { name: String }
  interface Named { name: String }
  enum Kind { BIG SMALL }
  scalar Instant`;
const schema = buildSchema(typesWith(''));
const sdl = federationLink('@authenticated') + typesWith('@authenticated');
const supergraph = composeTiny([{ name: 'a', url: 'http://127.0.0.1/', sdl }]);
const access = createAccessControl({ supergraph });

const fetch: Fetch = {
  ...{ index: 0, path: [], condition: [], waitsFor: 0, awaitedBy: [], join: 0, entities: null },
  ...{ outputRewrites: [], renamedKeys: new Map() },
};
const once: FetchProgram = { fetches: [fetch], joins: [] };

async function checkFor(query: string, program = once): Promise<ResponseCheck | null> {
  const prepared = await access.prepare({ document: parse(query), caller: null });
  if (prepared.kind !== 'run') throw new Error(`"${query}" does not run.`);
  const { shape, decisions } = prepared.presentation.filtered;
  return compilePassThrough(program, shape, { schema, decisions });
}

async function passes(query: string, answer: string | Buffer): Promise<boolean> {
  const check = await checkFor(query);
  if (check === null) throw new Error(`No answer to "${query}" can pass.`);
  return check(Buffer.from(answer));
}

const wide = '{ things { id name size weight isNew kind at parts { name } __typename } grid }';
const thing = {
  ...{ id: 'a', name: 'n "quoted" \u00e9', size: -3, weight: 0.25, isNew: true, kind: 'BIG' },
  ...{ at: '2026-01-01T00:00:00Z', parts: [{ name: 'p' }, null], __typename: 'Thing' },
};
const bare = {
  ...{ id: 'b', name: null, size: 0, weight: null, isNew: null, kind: null, at: null },
  ...{ parts: null, __typename: 'Thing' },
};
const answer = JSON.stringify({ data: { things: [thing, bare], grid: [[1, null], []] } });

describe('an answer passes', () => {
  test('that has the selected fields in their order, each with a value of its type', async () => {
    expect(await passes(wide, answer)).toBe(true);
  });

  test.each([
    ['{ things { id } }', '{"data":{"things":null}}'],
    ['{ things { id } }', '{"data":{"things":[]}}'],
    ['{ thing { at } }', '{"data":{"thing":{"at":1.5}}}'],
    ['{ thing { at } }', '{"data":{"thing":{"at":false}}}'],
    ['{ thing { weight } }', '{"data":{"thing":{"weight":7}}}'],
    ['{ first: thing { of: name } }', '{"data":{"first":{"of":"n"}}}'],
    ['{ thing { name } thing { size } }', '{"data":{"thing":{"name":"n","size":1}}}'],
  ])('%s: %s', async (query, text) => {
    expect(await passes(query, text)).toBe(true);
  });
});

describe('an answer does not pass', () => {
  test.each([
    ['with a null that must not be', '{"data":{"things":[null]}}'],
    ['with a number for an ID', '{"data":{"things":[{"id":1,"size":1,"kind":null}]}}'],
    ['with a fraction for an Int', '{"data":{"things":[{"id":"a","size":1.0,"kind":null}]}}'],
    ['with a large Int', '{"data":{"things":[{"id":"a","size":2147483648,"kind":null}]}}'],
    ['with another enum value', '{"data":{"things":[{"id":"a","size":1,"kind":"ODD"}]}}'],
    ['with a field less', '{"data":{"things":[{"id":"a","size":1}]}}'],
    ['with a field more', '{"data":{"things":[{"id":"a","size":1,"kind":null,"name":"n"}]}}'],
    ['in another order', '{"data":{"things":[{"size":1,"id":"a","kind":null}]}}'],
    ['with a field twice', '{"data":{"things":[{"id":"a","id":"b","size":1,"kind":null}]}}'],
    ['with an error', '{"data":{"things":null},"errors":[{"message":"m"}]}'],
    ['with an error first', '{"errors":[{"message":"m"}],"data":{"things":null}}'],
    ['with extensions', '{"data":{"things":null},"extensions":{}}'],
    ['with whitespace', '{"data": {"things":null}}'],
    ['with something behind it', '{"data":{"things":null}}\n'],
    ['that is cut off', '{"data":{"things":[{"id":"a"'],
    ['that is nothing', ''],
    ['that is no data', '{"data":null}'],
  ])('%s', async (_, text) => {
    expect(await passes('{ things { id size kind } }', text)).toBe(false);
  });

  test('that is not UTF-8', async () => {
    const text = Buffer.from('{"data":{"thing":{"name":"?"}}}');
    expect(await passes('{ thing { name } }', text)).toBe(true);
    text[text.indexOf('?')] = 0xff;
    expect(await passes('{ thing { name } }', text)).toBe(false);
  });

  test('whose object is of another type than it must be', async () => {
    const text = '{"data":{"thing":{"__typename":"Other"}}}';
    expect(await passes('{ thing { __typename } }', text)).toBe(false);
  });

  test('unless it is JSON and GraphQL takes every value of it', async () => {
    const check = await checkFor(wide);
    const bytes = Buffer.from(answer);
    const change = fc.tuple(
      fc.nat(bytes.length - 1),
      fc.constantFrom(...Buffer.from('"\\{}[],:019.-enultBIG')),
    );
    let passed = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, code] of changes) changed[at] = code;
        if (check?.(changed) !== true) return;
        passed += 1;
        // The cast is what the judge is to find wrong.
        const { data } = JSON.parse(changed.toString()) as { readonly data: object };
        expect(executeSync({ schema, document: parse(wide), rootValue: data })).toEqual({ data });
      }),
      { numRuns: 5_000, seed: 1 },
    );
    expect(passed).toBeGreaterThan(100);
  });
});

describe('no answer can pass', () => {
  test.each([
    ['where a field is withheld', '{ thing { name secret } }'],
    ['where the schema is asked about', '{ __type(name: "Thing") { name } thing { name } }'],
    ['where a variable decides', 'query ($is: Boolean!) { thing { name @include(if: $is) size } }'],
    ['where fields hang on the type', '{ any { name ... on Thing { size } } }'],
    ['where a name is asked for in other words', '{ thing { toString: name } }'],
  ])('%s', async (_, query) => {
    expect(await checkFor(query)).toBeNull();
  });

  const several = { ...once, fetches: [fetch, { ...fetch, index: 1 }] };
  const renamed = { kind: 'KeyRenamer', path: ['a'], renameKeyTo: 'b' } as const;
  test.each([
    ['nobody is asked', { ...once, fetches: [] }],
    ['several are asked', several],
    ['a fetch hangs on a variable', only({ condition: [{ variable: 'is', wants: true }] })],
    ['a fetch is deep in the data', only({ path: ['thing'] })],
    ['data is to be changed', only({ outputRewrites: [renamed] })],
  ])('where %s', async (_, program) => {
    expect(await checkFor('{ thing { name } }', program)).toBeNull();
  });
});

function only(fields: Partial<Fetch>): FetchProgram {
  return { ...once, fetches: [{ ...fetch, ...fields }] };
}
