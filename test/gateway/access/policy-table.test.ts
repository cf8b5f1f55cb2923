import { describe, expect, test } from '@jest/globals';
import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices } from '@theguild/federation-composition';
import { parse, Source } from 'graphql';

import { readGraph } from '../../../gateway/access/graph-model.ts';
import { composePeople, peopleSubgraphs } from './people-graph.ts';

/** What a field asks for, as text; faults instead when there are any. */
function tableOf(supergraph: string) {
  const faults: string[] = [];
  const { table } = readGraph(parse(new Source(supergraph, 'people.graphql')), faults);
  const asks = (coordinate: string): string => {
    const [type = '', field = ''] = coordinate.split('.');
    const requirement = table.requirements[table.requirementOf(type, field)] ?? [];
    return requirement
      .map((alternatives) => alternatives.map((atoms) => atoms.join(' and ')).join(' or '))
      .join(' + ');
  };
  return { table, faults, asks };
}

function compose(...subgraphs: readonly string[]): string {
  const services = subgraphs.map((sdl, index) => ({
    name: `s${index}`,
    url: 'http://s.invalid/',
    typeDefs: parse(
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@policy", "@inaccessible", "@interfaceObject"])\n${sdl}`,
    ),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors.map((one) => one.message).join('\n'));
  return supergraphSdl;
}

describe('the policy table', () => {
  const services = peopleSubgraphs().map(({ name, typeDefs }) => ({
    name,
    url: `http://${name}.invalid/`,
    typeDefs,
  }));
  const renamedByApollo = composeByApollo(services).supergraphSdl ?? '';

  test.each([
    ['this composer', composePeople().supergraph],
    ['the Apollo composer, which keeps the renamed directives', renamedByApollo],
  ])('of the people graph by %s', (_composer, supergraph) => {
    const { asks, table, faults } = tableOf(supergraph);
    expect(faults).toEqual([]);
    expect(table.isProtected).toBe(true);
    expect(asks('Customer.ssn')).toBe('scope:pii');
    expect(asks('Customer.nickname')).toBe('authenticated');
    expect(asks('Customer.email')).toBe('policy:worksForDivision');
    expect(asks('Customer.notes')).toBe('scope:audit or scope:notes and scope:pii');
    expect(asks('Customer.name')).toBe('');
    // A protected scalar and enum protect every field that returns them.
    expect(asks('Customer.dob')).toBe('scope:dob');
    expect(asks('Customer.tier')).toBe('scope:tier');
    // A protected object type protects its fields and the fields that lead to it.
    expect(asks('Staff.name')).toBe('scope:hr');
    expect(asks('Staff.ssn')).toBe('scope:hr + scope:pii');
    expect(asks('Query.staff')).toBe('scope:hr');
    // ... but nothing that is merely behind the same interface.
    expect(asks('Query.people')).toBe('');
    expect(asks('Customer.boss')).toBe('');
    // A field of an interface object reaches every implementer.
    expect(asks('Book.reviews')).toBe('scope:reviews');
    expect(asks('Film.reviews')).toBe('scope:reviews');
    expect(asks('Film.title')).toBe('');
  });

  test('asks for what both subgraphs ask for', () => {
    const { asks } = tableOf(
      compose(
        `type Query { a: T } type T @key(fields: "id") { id: ID v: Int @shareable @requiresScopes(scopes: [["pii"], ["audit"]]) }`,
        `type T @key(fields: "id") { id: ID v: Int @shareable @requiresScopes(scopes: [["pii"], ["bank"]]) }`,
      ),
    );
    expect(asks('T.v')).toBe('scope:audit and scope:bank or scope:pii');
  });

  test('takes the same directive twice for two requirements', () => {
    const { asks } = tableOf(
      'type Query { a: Int @requiresScopes(scopes: [["x"]]) @requiresScopes(scopes: [["y"]]) @authenticated }',
    );
    expect(asks('Query.a')).toBe('authenticated + scope:x + scope:y');
  });

  test('applies what an interface alone states to every implementer, type and field', () => {
    const { asks } = tableOf(`
      type Query { n: Node m: Named }
      interface Node @authenticated { id: ID }
      interface Named { name: String @requiresScopes(scopes: [["names"]]) }
      type A implements Node { id: ID other: Int }
      type B implements Named { name: String other: Int }
      type C implements Named { name: String @requiresScopes(scopes: [["more"]]) }`);
    expect(asks('A.id')).toBe('authenticated');
    expect(asks('A.other')).toBe('authenticated');
    expect(asks('B.name')).toBe('scope:names');
    expect(asks('B.other')).toBe('');
    expect(asks('C.name')).toBe('scope:more + scope:names');
  });

  test('takes what an interface has from an implementer for a copy, which binds nobody else', () => {
    const { asks } = tableOf(`
      type Query { m: Named }
      interface Named { name: String @requiresScopes(scopes: [["names"]]) }
      type B implements Named { name: String }
      type C implements Named { name: String @requiresScopes(scopes: [["names"]]) }`);
    expect(asks('B.name')).toBe('');
    expect(asks('C.name')).toBe('scope:names');
  });

  test('reads extensions of a type together with it', () => {
    const { asks } = tableOf(
      'type Query { a: Int } extend type Query @authenticated { b: Int @policy(policies: "p") }',
    );
    expect(asks('Query.a')).toBe('authenticated');
    expect(asks('Query.b')).toBe('authenticated + policy:p');
  });

  test('lists its fields, sorted', () => {
    const { table } = tableOf('type T { c: Int } type Query { b: T a: Int }');
    expect(table.coordinates).toEqual(['Query.a', 'Query.b', 'T.c']);
  });

  test('knows introspection as open, and nothing else that it has not read', () => {
    const { table } = tableOf('type Query { a: Int @authenticated }');
    expect(table.requirementOf('Query', '__typename')).toBe(0);
    expect(table.requirementOf('__Schema', 'types')).toBe(0);
    expect(() => table.requirementOf('Query', 'b')).toThrow('"Query.b" is not in the table');
  });

  test('of an unprotected graph asks for nothing', () => {
    expect(tableOf('type Query { a: Int }').table.isProtected).toBe(false);
  });

  test('leaves out what is inaccessible', () => {
    const { table } = tableOf(
      compose(
        'type Query { a: Int h: Hidden @inaccessible p: P } interface P { id: ID } type Hidden implements P @inaccessible { id: ID } type Seen implements P { id: ID }',
      ),
    );
    expect(() => table.requirementOf('Hidden', 'id')).toThrow();
    expect(() => table.requirementOf('Query', 'h')).toThrow();
    expect(table.requirementOf('Seen', 'id')).toBe(0);
  });
});

describe('faults of a supergraph', () => {
  test('are requirements without content', () => {
    const { faults } = tableOf(`type Query {
      a: Int @requiresScopes(scopes: [])
      b: Int @requiresScopes(scopes: [[]])
      c: Int @policy
      d: Int @policy(policies: [[""]])
      e: Int @requiresScopes(scopes: [[7]])
    }`);
    expect(faults).toHaveLength(5);
    expect(faults[0]).toContain('"Query.a": @requiresScopes must name at least one requirement');
  });

  test('are requirements where none can be enforced', () => {
    const { faults } = tableOf(`
      type Query { a(x: Int @authenticated): U }
      union U @authenticated = Query
      input I { x: Int @policy(policies: [["p"]]) }
      enum E { V @requiresScopes(scopes: [["s"]]) }`);
    expect(faults).toHaveLength(4);
    expect(faults[0]).toMatch(/^people.graphql:2:30 @authenticated must stand on/);
  });

  test('are unprotected fields of classified types, all of them', () => {
    const { faults } = tableOf(`
      type Query @classification(level: INTERNAL) { a: Day b: T @authenticated c: Int }
      type T { id: ID @authenticated @classification(level: RESTRICTED) name: String }
      type Free { name: String }
      scalar Day @requiresScopes(scopes: [["day"]])`);
    expect(faults.map((fault) => fault.split(' ').slice(0, 2))).toEqual([
      ['people.graphql:2:80', '"Query.c"'],
      ['people.graphql:3:73', '"T.name"'],
    ]);
  });

  test('are fields of classified types that only a rule about objects names', () => {
    const { faults } = tableOf(`
      type Query { a: Customer @authenticated }
      type Customer @classification(level: INTERNAL) @policy(policies: [["servesThisCustomer"]]) {
        id: ID @authenticated
        sourceRecords: [Record] @requiresScopes(scopes: [["s"], ["t"]])
        name: String
      }
      type Record { division: ID }`);
    expect(faults.map((fault) => fault.split(' ')[1])).toEqual(['"Customer.name"']);
  });

  test('are extensions of types that are not there, whatever they state', () => {
    const { faults } = tableOf(
      'type Query { a: Int }\nextend type Nobody @authenticated { b: Int }',
    );
    expect(faults).toEqual(['people.graphql:2:13 Type "Nobody" is extended and must be defined.']);
  });
});
