import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { getNamedType, isAbstractType, parse } from 'graphql';

import { createAccessControl } from '../../../gateway/access/access-control.ts';
import { readFieldOwners } from '../../../gateway/access/field-owners.ts';
import { readGraph } from '../../../gateway/access/graph-model.ts';
import type { Caller } from '../../../gateway/auth/caller.ts';
import { readRoleScopes } from '../../../gateway/auth/role-scopes.ts';
import { readStewardContacts } from '../../../schema/access/steward-contacts.ts';
import { shaped } from './as-reference.ts';

const supergraph = readFileSync(
  new URL('../../../schema/supergraph.graphql', import.meta.url),
  'utf8',
);

const CUSTOMER_360 = parse(`query Customer360($id: ID!) {
  customer(id: $id) {
    id status name { full } birthDate identifiers { scheme value } emails { address }
    phones { number } addresses { locality } sourceRecords { division localId }
    accounts(first: 5) { nodes { id kind balance { amount } } totalCount }
    loans(first: 5) { nodes { id status outstanding { amount } } }
    policies(first: 5) { nodes { id product premium { amount } } }
    cases(first: 5) { nodes { id number subject status slaClocks { metric } } totalCount }
    timeline(first: 20) { nodes { __typename id at summary } }
    satisfaction { csat { value } }
  }
}`);

const PERSON = parse(`{
  customer(id: "x") {
    name { full } birthDate identifiers { scheme value } emails { address } phones { number }
    addresses { streetAddress locality region postalCode }
  }
}`);
const ANA = {
  name: { full: 'Ana López' },
  birthDate: '1984-05-17',
  identifiers: [{ scheme: 'US-SSN', value: '219-09-9999' }],
  emails: [{ address: 'ana@mail.example' }],
  phones: [{ number: '+15055550123' }],
  addresses: [
    { streetAddress: '1 Main St', locality: 'Santa Fe', region: 'US-NM', postalCode: '87501' },
  ],
};

const callerWith = (scopes: readonly string[], roles: readonly string[] = []): Caller => ({
  ...{ subject: 'u1', roles, scopes, division: null, teams: [], purpose: null },
  expiresAt: 4_102_444_800,
});

describe("the company's graph", () => {
  const access = createAccessControl({ supergraph });
  const roleScopes = readRoleScopes();

  const callerOf = (role: string, division: string | null): Caller => ({
    ...callerWith([...(roleScopes.get(role) ?? [])], [role]),
    division,
  });

  /** Where a role meets a denial in one query for everything about a customer. */
  const denied = async (
    role: string,
    division: string | null = null,
  ): Promise<readonly unknown[]> => {
    const prepared = await access.prepare({
      document: CUSTOMER_360,
      variables: { id: 'x' },
      caller: callerOf(role, division),
    });
    const result =
      prepared.kind === 'answer' ? prepared.result : shaped(prepared, { data: { customer: null } });
    return (result.errors ?? []).map(({ extensions }) => extensions['at']);
  };

  test('60. lets nobody search by what they may not read', async () => {
    const document = parse('{ searchCustomers(text: "ana@a.example") { totalCount } }');
    const ask = (scopes: readonly string[]) =>
      access.prepare({ document, caller: callerWith(scopes) });
    expect((await ask(['customer:search', 'pii:name', 'pii:contact'])).kind).toBe('run');
    expect((await ask(['customer:search', 'pii:name'])).kind).toBe('answer');
    expect((await ask(['customer:search', 'pii:contact'])).kind).toBe('answer');
    expect((await ask(['customer:search'])).kind).toBe('answer');
  });

  test('59. has no field that finds an object of any type by its id', () => {
    const { schema } = readGraph(parse(supergraph), []);
    const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
    const ofAnyType = roots.filter(({ type }) => isAbstractType(getNamedType(type)));
    expect(roots.length).toBeGreaterThan(30);
    expect(ofAnyType.map(({ name }) => name)).toEqual([]);
  });

  test('is protected, and leaves no field of a classified type open', () => {
    expect(access.isProtected).toBe(true);
  });

  test('says for each field of it whose it is, and where their data steward is reached', () => {
    const owners = readFieldOwners(parse(supergraph), readStewardContacts());
    const { table } = readGraph(parse(supergraph), []);
    const unreachable = table.coordinates.filter((coordinate) => {
      const [type = '', field = ''] = coordinate.split('.');
      return (owners.ownerOf(type, field)?.contact ?? null) === null;
    });
    expect(unreachable).toEqual([]);
  });

  test('shows a team lead everything', async () => {
    expect(await denied('team-lead')).toEqual([]);
  });

  test('keeps balances from an agent', async () => {
    expect(await denied('agent')).toEqual([
      'customer.accounts.nodes.@.balance',
      'customer.loans.nodes.@.outstanding',
      'customer.policies.nodes.@.premium',
    ]);
  });

  test('keeps from an analyst what can only be shown in sum', async () => {
    expect(await denied('analyst')).toEqual([
      'customer.identifiers.@.value',
      'customer.accounts',
      'customer.loans',
      'customer.policies',
      'customer.cases.nodes.@.subject',
      'customer.timeline.nodes.@.summary',
    ]);
  });

  test.each([
    ['agent', { identifiers: [{ scheme: 'US-SSN', value: '****9999' }] }],
    [
      'analyst',
      {
        name: { full: 'A. L.' },
        birthDate: '1984-01-01',
        emails: [{ address: 'hidden@mail.example' }],
        phones: [{ number: '+999000000023' }],
        addresses: [
          { streetAddress: null, locality: 'Santa Fe', region: 'US-NM', postalCode: null },
        ],
      },
    ],
    ['team-lead', {}],
  ])('shows to the role %s masked just %j', async (role, masked) => {
    const prepared = await access.prepare({
      document: PERSON,
      caller: callerWith([...(roleScopes.get(role) ?? [])], [role]),
    });
    if (prepared.kind !== 'run') throw new Error('Some of it may be read.');
    const { data } = shaped(prepared, { data: { customer: ANA } });
    const all = {
      ...ANA,
      ...(role === 'analyst' ? { identifiers: [{ scheme: 'US-SSN', value: null }] } : {}),
    };
    expect(data).toEqual({ customer: { ...all, ...masked } });
  });

  test('shows no customer to roles that need none', async () => {
    expect(await denied('president')).toEqual(['customer']);
    expect(await denied('operator')).toEqual(['customer']);
  });

  test('shows a steward the products of their own division alone', async () => {
    expect(await denied('steward', 'banking')).toEqual(['customer.loans', 'customer.policies']);
    expect(await denied('steward', 'insurance')).toEqual(['customer.accounts', 'customer.loans']);
  });

  test('judges each customer for a steward, and costs whoever serves every division nothing', async () => {
    const texts = async (role: string, division: string | null) => {
      const caller = callerOf(role, division);
      const prepared = await access.prepare({ document: CUSTOMER_360, caller });
      return prepared.kind === 'run' ? prepared.presentation.filtered.text : '';
    };
    expect(await texts('steward', 'banking')).toContain('__ac_n_sourceRecords');
    expect(await texts('agent', 'banking')).not.toContain('__ac_n_');
    expect(await texts('team-lead', null)).not.toContain('__ac_n_');
  });
});
