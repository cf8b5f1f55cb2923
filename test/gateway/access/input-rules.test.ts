import { describe, expect, test } from '@jest/globals';
import { parse, Source } from 'graphql';
import { createAccessControl } from '../../../gateway/access/access-control.ts';
import type { Caller } from '../../../gateway/auth/caller.ts';

const PII = '@access(scopes: [["pii"]])';
const SDL = `
  type Query {
    people(by: By = SSN, filter: Filter, first: Int, bySsn: String ${PII}): [Person]
    named(name: String ${PII}): Named
    grouped(by: [By!]): Int
    open(filter: Filter): Int @requiresScopes(scopes: [["never"]])
  }
  type Mutation { erase(filter: Filter): Int }
  interface Named { friends(by: By, secret: Int): Int }
  type Person implements Named { name: String friends(by: By, secret: Int ${PII}): Int }
  input Filter { name: String = "x" ssn: String ${PII} and: [Filter!] by: By }
  enum By { NAME SSN ${PII} @access(scopes: [["audit"]]) }`;

const access = createAccessControl({ supergraph: SDL });

interface Asking {
  readonly variables?: Record<string, unknown>;
  readonly scopes?: readonly string[];
  readonly operationName?: string;
}

const callerHolding = (scopes: readonly string[]): Caller => ({
  ...{ subject: 'somebody', roles: [], scopes, division: null, teams: [], purpose: null },
  expiresAt: Number.POSITIVE_INFINITY,
});

/** What is refused of a query, as `field argument`; nothing when it may run. */
async function refused(query: string, { scopes = [], ...more }: Asking = {}) {
  const document = parse(query);
  const prepared = await access.prepare({ document, caller: callerHolding(scopes), ...more });
  const errors = prepared.kind === 'run' ? [] : (prepared.result.errors ?? []);
  return errors
    .filter(({ extensions }) => extensions['code'] === 'INPUT_FORBIDDEN')
    .map(({ message }) =>
      message.replace(/^Argument "(.*)" of field "(.*)" is not available.*$/, '$2 $1'),
    );
}

describe('a protected argument, input field or enum value', () => {
  test.each([
    ['{ people(bySsn: "1") { name } }', 'people bySsn'],
    ['{ people(bySsn: null) { name } }', 'people bySsn'],
    ['{ x: people(by: SSN) { name } }', 'people by'],
    ['{ grouped(by: SSN) }', 'grouped by'],
    ['{ grouped(by: [NAME, SSN]) }', 'grouped by'],
    ['{ people(filter: { ssn: "5" }) { name } }', 'people filter.ssn'],
    ['{ people(filter: { ssn: null }) { name } }', 'people filter.ssn'],
    ['{ people(filter: { and: { ssn: "5" } }) { name } }', 'people filter.and.ssn'],
    [
      '{ people(filter: { and: [{}, { and: [{ by: SSN }] }] }) { name } }',
      'people filter.and.and.by',
    ],
    ['{ people { ... { friends(by: SSN) } } }', 'friends by'],
    ['{ people { ...F } } fragment F on Person { friends(by: SSN) }', 'friends by'],
    ['{ people @skip(if: true) { friends(by: SSN) } }', 'friends by'],
    ['{ named { friends(secret: 1) } }', 'friends secret'],
    ['mutation { erase(filter: { ssn: "1" }) }', 'erase filter.ssn'],
  ])('is refused as a literal: %s', async (query, where) => {
    expect(await refused(query)).toEqual([where]);
    expect(await refused(query, { scopes: ['pii'] })).toEqual(/by$/.test(where) ? [where] : []);
    expect(await refused(query, { scopes: ['pii', 'audit'] })).toEqual([]);
  });

  test.each([
    ['query($v: String) { people(bySsn: $v) { name } }', { v: '1' }, 'people bySsn'],
    ['query($v: String) { people(bySsn: $v) { name } }', { v: null }, 'people bySsn'],
    ['query($v: By) { people(by: $v) { name } }', { v: 'SSN' }, 'people by'],
    ['query($v: By = SSN) { people(by: $v) { name } }', {}, 'people by'],
    ['query($v: By!) { grouped(by: [NAME, $v]) }', { v: 'SSN' }, 'grouped by'],
    ['query($v: [By!]) { grouped(by: $v) }', { v: 'SSN' }, 'grouped by'],
    ['query($v: [By!]) { grouped(by: $v) }', { v: ['NAME', 'SSN'] }, 'grouped by'],
    ['query($v: Filter) { people(filter: $v) { name } }', { v: { ssn: '5' } }, 'people filter.ssn'],
    ['query($v: Filter = { ssn: "5" }) { people(filter: $v) { name } }', {}, 'people filter.ssn'],
    ['query($v: String) { people(filter: { ssn: $v }) { name } }', { v: '5' }, 'people filter.ssn'],
    [
      'query($v: Filter) { people(filter: $v) { name } }',
      { v: { and: { and: [{ by: 'SSN' }] } } },
      'people filter.and.and.by',
    ],
  ])('is refused in a variable: %s with %j', async (query, variables, where) => {
    expect(await refused(query, { variables })).toEqual([where]);
    expect(await refused(query, { variables, scopes: ['pii', 'audit'] })).toEqual([]);
  });

  test.each([
    ['{ people(by: NAME, first: 3, filter: { name: "x", and: [{ by: NAME }] }) { name } }', {}],
    ['query($v: String) { people(bySsn: $v) { name } }', {}],
    ['query($v: String) { people(filter: { ssn: $v }) { name } }', {}],
    ['query($v: By = SSN) { people(by: $v) { name } }', { v: 'NAME' }],
    ['query($v: Filter) { people(filter: $v) { name } }', { v: { name: 'ssn', toString: 1 } }],
    ['{ people { name } }', {}],
  ])('is free where it is not given: %s with %j', async (query, variables) => {
    expect(await refused(query, { variables })).toEqual([]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'is found in the default of a variable called $%s, and not where none is given',
    async (name) => {
      const query = `query($${name}: Filter) { people(filter: $${name}) { name } }`;
      expect(await refused(query)).toEqual([]);
      expect(await refused(query, { variables: JSON.parse(`{"${name}": {"ssn": "5"}}`) })).toEqual([
        'people filter.ssn',
      ]);
      const byDefault = query.replace('Filter)', 'Filter = { ssn: "5" })');
      expect(await refused(byDefault)).toEqual(['people filter.ssn']);
    },
  );

  test('is looked for in the operation that runs, and in no other', async () => {
    const query = `query A { people { ...F } } query B { people { ...G } }
      fragment F on Person { name } fragment G on Person { friends(by: SSN) }`;
    expect(await refused(query, { operationName: 'A' })).toEqual([]);
    expect(await refused(query, { operationName: 'B' })).toEqual(['friends by']);
  });

  test('is named once, each, and says nothing of what was given', async () => {
    const query = '{ a: people(by: SSN, bySsn: "123-45") { name } b: people(by: SSN) { name } }';
    expect(await refused(query)).toEqual(['people by', 'people bySsn']);
    const prepared = await access.prepare({ document: parse(query), caller: null });
    if (prepared.kind !== 'answer') throw new Error('It must be refused.');
    // Whoever keeps a record is told which rule it was; nobody is told the value.
    expect(JSON.stringify(prepared.result)).not.toMatch(/123-45|SSN|pii|audit/);
    expect(JSON.stringify(prepared.judged)).not.toContain('123-45');
  });

  test('the same document is judged by the variables and the caller of each request', async () => {
    const document = parse('query($v: By) { people(by: $v) { name } }');
    const kindFor = async (v: string, scopes: readonly string[]): Promise<string> => {
      const caller = callerHolding(scopes);
      return (await access.prepare({ document, caller, variables: { v } })).kind;
    };
    expect(await kindFor('NAME', [])).toBe('run');
    expect(await kindFor('SSN', [])).toBe('answer');
    expect(await kindFor('SSN', ['audit', 'pii'])).toBe('run');
    expect(await kindFor('SSN', ['audit'])).toBe('answer');
  });
});

describe('@access', () => {
  test('protects a graph that has no other rule', () => {
    const graph = (access: string): string => `type Query { a(b: Int ${access}): Int }`;
    expect(createAccessControl({ supergraph: graph(PII) }).isProtected).toBe(true);
    expect(createAccessControl({ supergraph: graph('') }).isProtected).toBe(false);
  });

  test('of a type holds through each of its interfaces, whichever of them says it', async () => {
    const two = createAccessControl({
      supergraph: `type Query { x: X y: Y }
        interface X { f(a: Int ${PII}): Int } interface Y { f(a: Int): Int }
        type T implements X & Y { f(a: Int): Int } type U implements Y { f(a: Int): Int }`,
    });
    const kindOf = async (query: string): Promise<string> =>
      (await two.prepare({ document: parse(query), caller: null })).kind;
    expect(await kindOf('{ x { f(a: 1) } }')).toBe('answer');
    expect(await kindOf('{ y { f(a: 1) } }')).toBe('answer');
    expect(await kindOf('{ y { ... on U { f(a: 1) } } }')).toBe('run');
    expect(await kindOf('{ y { ... on T { f(a: 1) } } }')).toBe('answer');
  });

  const faultsOf = (sdl: string): string => {
    try {
      createAccessControl({ supergraph: parse(new Source(sdl, 's.graphql')) });
      return '';
    } catch (error) {
      return String(error);
    }
  };

  test('stops the start where nothing enforces it, or without content', () => {
    expect(faultsOf(`type Query { a: Int ${PII} }`)).toContain(
      's.graphql:1:22 @access must stand on an argument, an input field or an enum value',
    );
    expect(faultsOf('type Query { a(b: Int @access(scopes: [])): Int }')).toContain(
      's.graphql:1:24 "Query.a(b:)": @access must name at least one requirement',
    );
  });

  test('is known by the name that the graph gives it', async () => {
    const renamed = createAccessControl({
      supergraph: `schema @link(url: "https://specs.switchboard.example/standards/v1.0",
        import: [{ name: "@access", as: "@mayGive" }]) { query: Query }
        type Query { a(b: Int @mayGive(scopes: [["s"]])): Int }`,
    });
    const document = parse('{ a(b: 1) }');
    expect((await renamed.prepare({ document, caller: null })).kind).toBe('answer');
    const caller = callerHolding(['s']);
    expect((await renamed.prepare({ document, caller })).kind).toBe('run');
  });
});
