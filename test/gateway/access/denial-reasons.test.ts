import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';

import { createAccessControl } from '../../../gateway/access/access-control.ts';
import type { Caller } from '../../../gateway/auth/caller.ts';
import { RowRule } from '../../../schema/access/row-rule.ts';
import { namedPolicies } from '../../../schema/access/rules.ts';

const supergraph = `
  schema @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.switchboard.example/standards/v1.0", import: ["@access", { name: "@owner", as: "@whose" }]) {
    query: Query mutation: Mutation
  }
  directive @owner(division: String!, steward: String!) on FIELD_DEFINITION | OBJECT
  type Query @whose(division: "center", steward: "desk") {
    person(by: String @access(scopes: [["find"], ["all"]])): Person
    things(like: Like): [Thing]
    deals: [Deal]
  }
  type Mutation { rename: Person @requiresScopes(scopes: [["write"]]) }
  input Like { price: Int @access(scopes: [["prices"]]) }
  type Person @authenticated {
    name: String
    ssn: String @requiresScopes(scopes: [["pii", "ids"], ["all"]]) @policy(policies: [["statedPurpose"]])
      @whose(division: "registry", steward: "people")
  }
  interface Thing { label: String }
  type Chair implements Thing @whose(division: "house", steward: "chairs") { label: String }
  type Safe implements Thing @requiresScopes(scopes: [["bank"]]) @whose(division: "vault", steward: "safes") {
    label: String
  }
  type Deal { price: Int @policy(policies: [["ownDeal"]]) owner: String @requiresScopes(scopes: [["owners"]]) }`;

const ownDeal = new RowRule({
  name: 'ownDeal',
  judgeCaller: ({ division }) => (division === null ? 'no-row' : 'by-row'),
  needs: { Deal: 'owner' },
  holds: ({ owner }, { division }) => owner === division,
});

const access = createAccessControl({
  supergraph,
  policies: { ...namedPolicies, ownDeal },
  contacts: new Map([['registry/people', 'people@registry.example']]),
});

const REASONS = 'access:reasons';

async function errorsOf(
  query: string,
  scopes: readonly string[],
  more: Partial<Caller> & { readonly variables?: Record<string, unknown> } = {},
): Promise<readonly unknown[]> {
  const { variables, ...rest } = more;
  const caller = {
    ...{ subject: 'u1', roles: [], scopes, division: null, teams: [], purpose: null },
    ...{ expiresAt: 4_102_444_800, ...rest },
  };
  const prepared = await access.prepare({ document: parse(query), caller, variables });
  const errors = prepared.kind === 'run' ? prepared.denials() : (prepared.result.errors ?? []);
  return errors.map(({ extensions }) => extensions);
}

const SSN = '{ person { name ssn } }';
const denied = { code: 'FIELD_FORBIDDEN', at: 'person.ssn' };
const registry = {
  division: 'registry',
  steward: 'people',
  contact: 'people@registry.example',
};

describe('a denial', () => {
  test('says neither rule nor owner to who does not hold the scope for it', async () => {
    expect(await errorsOf(SSN, ['pii'])).toEqual([denied]);
    expect(await errorsOf('{ person(by: "x") { name } }', [])).toEqual([
      { code: 'INPUT_FORBIDDEN' },
    ]);
  });

  test('names to who does what they lack, and nothing that they hold', async () => {
    expect(await errorsOf(SSN, [REASONS, 'pii'])).toEqual([
      {
        ...denied,
        rule: 'policy:statedPurpose and (scope:all or scope:ids and scope:pii)',
        owner: registry,
      },
    ]);
    expect(await errorsOf(SSN, [REASONS, 'pii'], { purpose: 'service' })).toMatchObject([
      { rule: 'scope:all or scope:ids and scope:pii' },
    ]);
    expect(await errorsOf(SSN, [REASONS, 'all'])).toMatchObject([{ rule: 'policy:statedPurpose' }]);
  });

  test('is told to each caller as it is theirs, though all of them see the same of one operation', async () => {
    const document = parse(SSN);
    const rules = async (scopes: readonly string[], purpose: string | null) => {
      const who = { subject: 'u', roles: [], scopes, division: null, teams: [], purpose };
      const caller = { ...who, expiresAt: 1 };
      const prepared = await access.prepare({ document, caller });
      if (prepared.kind !== 'run') throw new Error('It does not run.');
      return [prepared.vector, ...prepared.denials().map(({ extensions }) => extensions['rule'])];
    };
    const first = await rules([REASONS, 'all'], null);
    expect(first).toEqual([first[0], 'policy:statedPurpose']);
    expect(await rules([], 'service')).toEqual([first[0], undefined]);
    expect(await rules([REASONS], 'service')).toEqual([
      first[0],
      'scope:all or scope:ids and scope:pii',
    ]);
    expect(await rules([REASONS, 'all'], null)).toEqual(first);
  });

  test('names the type that is denied of those behind an interface', async () => {
    expect(await errorsOf('{ things { label } }', [REASONS])).toEqual([
      {
        code: 'FIELD_FORBIDDEN',
        at: 'things.@.label',
        rule: 'scope:bank',
        owner: { division: 'vault', steward: 'safes', contact: null },
      },
    ]);
  });

  test('names the rule about objects, and what its caller may not look at for it', async () => {
    const rule = async (scopes: readonly string[], division: string | null) =>
      errorsOf('{ deals { price } }', scopes, { division });
    expect(await rule([REASONS, 'owners'], null)).toMatchObject([
      { rule: 'policy:ownDeal', owner: null },
    ]);
    expect(await rule([REASONS], 'banking')).toMatchObject([{ rule: 'scope:owners' }]);
    expect(await rule([REASONS, 'owners'], 'banking')).toEqual([]);
  });

  test('of a part of a mutation, of an argument and of a value says it as well', async () => {
    expect(await errorsOf('mutation { rename { name } }', [REASONS])).toMatchObject([
      { rule: 'scope:write', owner: null },
    ]);
    const desk = { division: 'center', steward: 'desk', contact: null };
    expect(await errorsOf('{ person(by: "x") { name } }', [REASONS])).toEqual([
      { code: 'INPUT_FORBIDDEN', rule: 'scope:all or scope:find', owner: desk },
    ]);
    const variables = { like: { price: 3 } };
    const query = 'query ($like: Like) { things(like: $like) { __typename } }';
    expect(await errorsOf(query, [REASONS], { variables })).toEqual([
      { code: 'INPUT_FORBIDDEN', rule: 'scope:prices', owner: desk },
    ]);
  });

  test('gives the reason of what the variables include', async () => {
    const query = `query ($a: Boolean!) {
      things { ... on Safe @include(if: $a) { x: label } ... on Chair { x: label } } }`;
    expect(await errorsOf(query, [REASONS], { variables: { a: false } })).toEqual([]);
    expect(await errorsOf(query, [REASONS], { variables: { a: true } })).toMatchObject([
      { rule: 'scope:bank' },
    ]);
  });
});
