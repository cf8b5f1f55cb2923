import { describe, expect, test } from '@jest/globals';
import { parse, Source } from 'graphql';
import type { ExecutionResult } from 'graphql';

import { AccessFaults, createAccessControl } from '../../../gateway/access/access-control.ts';
import type {
  AccessRequest,
  AccessSettings,
  PreparedAccess,
} from '../../../gateway/access/access-control.ts';
import { callerRule } from '../../../schema/access/caller-rule.ts';
import { isAuthenticated } from '../../../schema/access/rules.ts';
import { not, rule } from '../../../schema/access/graphql-shield.ts';
import { runnable, shaped } from './as-reference.ts';
import { callerWith } from './people-gateway.ts';
import { composePeople } from './people-graph.ts';

const { supergraph } = composePeople();
const access = createAccessControl({ supergraph });

const prepare = (
  query: string,
  rights: readonly string[] = [],
  more: Partial<AccessRequest> = {},
): Promise<PreparedAccess> =>
  access.prepare({ document: parse(query), caller: callerWith(rights), ...more });

/** The filtered operation on one line; the answer when nothing runs. */
async function filtered(query: string, rights?: readonly string[]): Promise<unknown> {
  const prepared = await prepare(query, rights);
  return prepared.kind === 'run'
    ? runnable(prepared).text.replace(/\s+/g, ' ')
    : prepared.result.data;
}

function codesOf(result: ExecutionResult): readonly unknown[] {
  return (result.errors ?? []).map(({ extensions }) => extensions['code']);
}

async function answerTo(query: string, more?: Partial<AccessRequest>): Promise<ExecutionResult> {
  const prepared = await prepare(query, [], more);
  if (prepared.kind !== 'answer') throw new Error('It would run.');
  return prepared.result;
}

describe('an operation of which everything is allowed', () => {
  test('runs as it came, and its result is handed through', async () => {
    const document = parse(
      'query A($i: ID!) { customer(id: $i) { ...F } } fragment F on Customer { name }',
    );
    const prepared = await access.prepare({ document, caller: null, variables: { i: 'c1' } });
    if (prepared.kind !== 'run') throw new Error('It does not run.');
    expect(runnable(prepared).document).toBe(document);
    const result = { data: { customer: { name: 'x' } } };
    expect(shaped(prepared, result)).toBe(result);
  });

  test('is asked in other words where an alias would shadow a key', async () => {
    expect(await filtered('{ customer(id: "1") { taxId: name score } }')).toBe(
      'query ($__ac_l0: ID!) { customer(id: $__ac_l0) { __ac_r_taxId: name score } }',
    );
  });

  test.each(['__typename', '__proto__', 'constructor', 'x__alias_0', 'division', 'ref'])(
    'is asked in other words where an alias is %s',
    async (alias) => {
      expect(await filtered(`{ vendor { ${alias}: name } }`)).toBe(
        `{ vendor { __ac_r_${alias}: name } }`,
      );
    },
  );

  test('is asked without fragments inside fragments on an abstract type of a known object', async () => {
    expect(await filtered('{ customers { ... on Person { ... on Customer { score } } } }')).toBe(
      '{ customers { score } }',
    );
  });

  test('is asked without what is never included', async () => {
    expect(await filtered('{ customers { name ssn @include(if: false) } }')).toBe(
      '{ customers { name } }',
    );
    expect(await filtered('{ customers { name ... on Person { ... on Staff { ssn } } } }')).toBe(
      '{ customers { name } }',
    );
  });
});

describe('a filtered operation', () => {
  test('lacks what is denied, with its variables and fragments', async () => {
    const query = `query Q($a: ID!, $b: ID!) @live { customer(id: $a) { ...F } staff(id: $b) { name } }
      fragment F on Customer { name ssn }`;
    expect(await filtered(query)).toBe('query Q($a: ID!) @live { customer(id: $a) { name } }');
  });

  test('asks for fields of an interface only where they are allowed', async () => {
    expect(await filtered('{ people { name } }')).toBe(
      '{ people { __ac_t: __typename ... on Customer { name } } }',
    );
    expect(await filtered('{ people { name } }', ['hr'])).toBe('{ people { name } }');
  });

  test('merges equal fields and keeps their order', async () => {
    expect(
      await filtered('{ customers { ssn contact { city } name contact { city c: city } name } }'),
    ).toBe('{ customers { contact { city c: city } name } }');
  });

  test('keeps conditions, each in a fragment', async () => {
    const query = `query ($a: Boolean!, $b: Boolean!) {
      customers { ssn ... @include(if: $a) { name @include(if: $b) score @skip(if: $b) } } }`;
    expect(await filtered(query)).toBe(
      'query ($a: Boolean!, $b: Boolean!) { customers { ... @include(if: $b) { ... @include(if: $a) { name } } ... @skip(if: $b) { ... @include(if: $a) { score } } } }',
    );
  });

  test('asks for nothing of an object of which nothing is left, unless its parent needs it', async () => {
    expect(await filtered('{ customers { contact { phone } name } ping }')).toBe(
      '{ customers { name } ping }',
    );
    expect(await filtered('{ customers { ssn } ping }')).toBe('{ ping }');
    expect(await filtered('{ me { ssn } ping }')).toBe('{ me { __ac_t: __typename } ping }');
  });

  test('is the same document for callers who see the same', async () => {
    const document = parse('{ customers { ssn name } }');
    const first = await access.prepare({ document, caller: callerWith(['hr']) });
    const second = await access.prepare({ document, caller: callerWith(['tax']) });
    const third = await access.prepare({ document, caller: callerWith(['pii']) });
    if (first.kind !== 'run' || second.kind !== 'run' || third.kind !== 'run') throw new Error();
    expect(first.presentation.filtered).toBe(second.presentation.filtered);
    expect(first.vector).toBe(second.vector);
    expect(third.vector).not.toBe(first.vector);
  });
});

describe('a refused operation', () => {
  test('uses a name that is reserved', async () => {
    const result = await answerTo('{ customers { name __ac_homeDivision: name } }');
    expect(codesOf(result)).toEqual(['BAD_USER_INPUT']);
    expect(result.data).toBeUndefined();
  });

  test('is not in the document, or one of several without a name', async () => {
    const two = 'query A { ping } query B { vendor { iban } }';
    expect(codesOf(await answerTo(two))).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(codesOf(await answerTo(two, { operationName: 'C' }))).toEqual([
      'OPERATION_RESOLUTION_FAILURE',
    ]);
  });

  test('has more selections than the budget, found in no time', async () => {
    const doubling = Array.from(
      { length: 20 },
      (_, n) =>
        `fragment F${n} on Customer { a${n}: friends { ...F${n + 1} } b${n}: friends { ...F${n + 1} } }`,
    );
    const query = `{ customers { ...F0 } } ${doubling.join('\n')} fragment F20 on Customer { name }`;
    expect(codesOf(await answerTo(query))).toEqual(['OPERATION_TOO_LARGE']);
  });

  test('is one that spreads a fragment into itself, though validation had failed to notice', async () => {
    const query = '{ customers { ...F } } fragment F on Customer { friends { ...F } }';
    expect(codesOf(await answerTo(query))).toEqual(['OPERATION_TOO_LARGE']);
  });

  test('asks for what the graph does not have', async () => {
    expect(codesOf(await answerTo('{ nothing }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(codesOf(await answerTo('subscription { ping }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});

describe('createAccessControl', () => {
  const starting = (settings: AccessSettings) => () => createAccessControl(settings);
  const policy = (name: string): string => `type Query { a: Int @policy(policies: [["${name}"]]) }`;

  test('says whether a graph is protected', () => {
    expect(access.isProtected).toBe(true);
    expect(createAccessControl({ supergraph: 'type Query { a: Int }' }).isProtected).toBe(false);
  });

  test('does not start on a policy that has no rule, and names it', () => {
    expect(starting({ supergraph: policy('ownTeam') })).toThrow('Policy "ownTeam" is named');
    expect(starting({ supergraph: policy('toString') })).toThrow('Policy "toString" is named');
  });

  test('names every place of a policy without a rule, under the name that the graph gives to @policy', () => {
    const supergraph = `schema
      @link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@rule" }]) { query: Query }
      type Query { a: Int @rule(policies: [["no", "isKnown"]])
        b: Int @rule(policies: "no") }`;
    const policies = { isKnown: isAuthenticated };
    const document = parse(new Source(supergraph, 'schema/supergraph.graphql'));
    expect(starting({ supergraph: document, policies })).toThrow(
      /graphql:3:45 Policy "no" is named[^]*graphql:4:32 Policy "no" is named/,
    );
  });

  test('does not start on a policy that is no rule, or opens when it fails', () => {
    const broken = { ownTeam: undefined as never, other: not(isAuthenticated) };
    expect(starting({ supergraph: policy('ownTeam'), policies: broken })).toThrow(
      /"other" must be a rule without "not"[^]*"ownTeam" must be a graphql-shield rule or one about objects, but got: undefined/,
    );
  });

  test('reports every fault at once', () => {
    const faulty =
      'type Query @classification { a: Int @policy(policies: []) b: Int c: Int @policy(policies: ["x"]) }';
    let faults: readonly string[] = [];
    try {
      createAccessControl({ supergraph: faulty });
    } catch (error) {
      if (error instanceof AccessFaults) ({ faults } = error);
    }
    expect(faults).toHaveLength(4);
  });

  test('asks each rule once an operation, however many fields need it', async () => {
    let asked = 0;
    const counting = rule('counting')(() => {
      asked += 1;
      return true;
    });
    const sdl = `type Query { a: Int @policy(policies: [["p"]]) b: T @policy(policies: [["p"]]) }
      type T { c: Int @policy(policies: [["p"]]) }`;
    const control = createAccessControl({ supergraph: sdl, policies: { p: counting } });
    const document = parse('{ a x: a b { c } }');
    await control.prepare({ document, caller: null });
    expect(asked).toBe(1);
    await control.prepare({ document, caller: null });
    expect(asked).toBe(2);
  });

  test('asks a rule that looks at the caller alone once for each caller of an operation', async () => {
    const asked: unknown[] = [];
    const p = callerRule('p', ({ caller }) => {
      asked.push(caller);
      return caller?.scopes.includes('p') === true;
    });
    const control = createAccessControl({ supergraph: policy('p'), policies: { p } });
    const document = parse('{ a }');
    const [may, mayNot] = [callerWith(['p']), callerWith(['q'])];
    const kinds: string[] = [];
    for (const caller of [may, mayNot, may, mayNot, callerWith(['p']), null, null]) {
      kinds.push((await control.prepare({ document, caller })).kind);
    }
    expect(kinds).toEqual(['run', 'answer', 'run', 'answer', 'run', 'answer', 'answer']);
    expect(asked).toEqual([may, mayNot, may, null, null]);
  });

  test('a rule that fails closes its fields and nothing else', async () => {
    const throwing = rule('throwing')(() => {
      throw new Error('no database');
    });
    const control = createAccessControl({
      supergraph: policy('p').replace('}', 'b: Int }'),
      policies: { p: throwing },
    });
    const prepared = await control.prepare({ document: parse('{ a b }'), caller: null });
    if (prepared.kind !== 'run') throw new Error('It does not run.');
    expect(prepared.presentation.filtered.text).toBe('{\n  b\n}');
  });

  test('two documents with one text are compiled once, two texts with one source are not', async () => {
    const honest = parse('{ customers { name } }');
    const forged = { ...parse('{ customers { ssn } }'), loc: honest.loc };
    await access.prepare({ document: honest, caller: null });
    const prepared = await access.prepare({ document: forged as typeof honest, caller: null });
    expect(prepared.kind).toBe('answer');
  });
});
