import { describe, expect, test } from '@jest/globals';
import { noArgumentOracle as rule } from '../../../schema/lint/no-argument-oracle.ts';
import { faultsOf, findings } from '../lint-harness.ts';

const CODE = 'ARG_ORACLE';
const PII = '@requiresScopes(scopes: [["pii"]])';
const CUSTOMER = `\ntype Customer { id: ID! birthDate: String ${PII} status: String emails: [String] ${PII} }`;
const query = (field: string, more = ''): { a: string } => ({
  a: `type Query {\n${field} }${CUSTOMER}${more}`,
});

describe('nothing in an argument is named like a protected field of what is returned', () => {
  test.each(['birthDate', 'birth_date', 'BirthDate', 'minBirthDate', 'birthDate_gte', 'email'])(
    'argument %s',
    (name) => {
      expect(findings(rule, query(`find(${name}: String): Customer @authenticated`))).toEqual([
        `a.graphql:3 ${CODE}`,
      ]);
    },
  );

  test.each(['id', 'status', 'birth', 'date', 'first', 'after', 'orderBy', 'birthDateFormat'])(
    'argument %s is another thing',
    (name) => {
      expect(findings(rule, query(`find(${name}: String): Customer @authenticated`))).toEqual([]);
    },
  );

  test('the message names both and the way out', () => {
    const [fault] = faultsOf(rule, query('find(birthDate: String): Customer @authenticated'));
    expect(fault?.message).toBe(
      'Argument "birthDate" of field "Query.find" must not be named like the protected field ' +
        '"Customer.birthDate", which it lets a caller guess: ask for the same rule on "find", or with @access on it.',
    );
  });

  test.each([
    [`find(birthDate: String ACCESS): Customer @authenticated`, ''],
    [`find(f: F): Customer @authenticated`, '\ninput F { birthDate: String ACCESS }'],
    [`find(by: By): Customer @authenticated`, '\nenum By { BIRTH_DATE ACCESS }'],
  ])('what @access keeps to those who may read it is no fault: %s', (field, more) => {
    const found = (access: string): readonly string[] =>
      findings(rule, query(field.replace('ACCESS', access), more.replace('ACCESS', access)));
    expect(found('@access(scopes: [["pii"]])')).toEqual([]);
    expect(found('@access(scopes: [["pii", "audit"]])')).toEqual([]);
    expect(found('@access(scopes: [["pii"], ["audit"]])')).toHaveLength(1);
    expect(found('@access(scopes: [])')).toHaveLength(1);
    expect(found('')).toHaveLength(1);
  });

  test('@access on an argument holds for all that is in it, and for no other argument', () => {
    const filter = '\ninput F { birthDate: String, and: [F!] }';
    const argument = 'f: F @access(scopes: [["pii"]])';
    const found = (all: string): readonly string[] =>
      findings(rule, query(`find(${all}): Customer @authenticated`, filter));
    expect(found(argument)).toEqual([]);
    expect(found(`${argument}, g: F`)).toHaveLength(1);
    expect(found(`g: F, ${argument}`)).toHaveLength(1);
  });

  test('who must hold the same scopes to ask at all learns nothing new', () => {
    expect(findings(rule, query(`find(birthDate: String): Customer ${PII}`))).toEqual([]);
    const stronger = '@requiresScopes(scopes: [["pii", "audit"]])';
    expect(findings(rule, query(`find(birthDate: String): Customer ${stronger}`))).toEqual([]);
    const either = '@requiresScopes(scopes: [["pii"], ["audit"]])';
    expect(findings(rule, query(`find(birthDate: String): Customer ${either}`))).toHaveLength(1);
  });

  test('a field of a nested input, one that holds itself included', () => {
    const more =
      '\ninput Filter { and: [Filter!] person: Person }\ninput Person { birthDate: String }';
    expect(findings(rule, query('find(filter: Filter): Customer @authenticated', more))).toEqual([
      `a.graphql:6 ${CODE}`,
    ]);
  });

  test('a value of an enum that orders', () => {
    const more = '\nenum By {\n STATUS_ASC\n BIRTH_DATE_DESC }';
    expect(findings(rule, query('find(orderBy: By): Customer @authenticated', more))).toEqual([
      `a.graphql:7 ${CODE}`,
    ]);
  });

  test('what a connection holds is what is returned, by nodes or by edges', () => {
    const nodes = '\ntype Found { nodes: [Customer!] }';
    const edges = '\ntype Found { edges: [Edge!] }\ntype Edge { node: Customer }';
    const field = 'find(birthDate: String): Found @authenticated';
    expect(findings(rule, query(field, nodes))).toHaveLength(1);
    expect(findings(rule, query(field, edges))).toHaveLength(1);
  });

  test('the objects behind an interface and in a union count', () => {
    const a = `type Query { f(ssn: ID): F @authenticated u(ssn: ID): U @authenticated }\ninterface F { id: ID }\ntype T implements F { id: ID ssn: ID ${PII} }\nunion U = T`;
    expect(findings(rule, { a })).toHaveLength(2);
  });

  test('protection by another room, and by the whole returned type, counts', () => {
    const a = 'type Query { find(x: Int): T @authenticated }\ntype T { x: Int }';
    expect(findings(rule, { a, b: `type T { x: Int ${PII} }` })).toEqual([`a.graphql:2 ${CODE}`]);
    const whole = `type Query { find(x: Int): T @authenticated }\ntype T ${PII} { x: Int }`;
    // Who lacks the scope of the type is refused the whole field, so nothing can be guessed.
    expect(findings(rule, { a: whole })).toEqual([]);
  });

  test('a mutation writes what it is given; its selecting arguments are judged', () => {
    const mutation = (field: string): { a: string } => ({
      a: `type Mutation { ${field}: Customer @authenticated }${CUSTOMER}\ninput I { birthDate: String }\ninput CustomerFilter { birthDate: String }`,
    });
    expect(findings(rule, mutation('change(birthDate: String, input: I)'))).toEqual([]);
    expect(findings(rule, mutation('change(where: I)'))).toHaveLength(1);
    expect(findings(rule, mutation('change(of: CustomerFilter)'))).toHaveLength(1);
  });
});
