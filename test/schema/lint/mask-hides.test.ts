import { describe, expect, test } from '@jest/globals';
import { maskHides as rule } from '../../../schema/lint/mask-hides.ts';
import { faultsOf, findings } from '../lint-harness.ts';

const READ = '@requiresScopes(scopes: [["pii"], ["masked"]])';
const YEAR = '@mask(scopes: [["pii"]], as: YEAR)';
const born = (directives: string, more = ''): string =>
  `type User @key(fields: "id") { id: ID! born: Date ${directives} }${more}`;

describe('a mask hides what it is put on', () => {
  test('where somebody reads who does not see through it', () => {
    expect(findings(rule, { a: born(`${READ} ${YEAR}`) })).toEqual([]);
    expect(findings(rule, { a: born(`@requiresScopes(scopes: [["pii"]]) ${YEAR}`) })).toEqual([
      'a.graphql:2 MASK_FOR_NOBODY',
    ]);
    // The type's rule counts, and so does what another room asks.
    const closed = '@requiresScopes(scopes: [["pii", "audit"]])';
    const typeOnly = `type User ${closed} { born: Date ${READ} ${YEAR} }`;
    expect(findings(rule, { a: typeOnly })).toEqual(['a.graphql:2 MASK_FOR_NOBODY']);
  });

  test.each([
    [
      'born: String',
      YEAR,
      'as YEAR must stand on a field of type Date or DateTime, but got: String.',
    ],
    [
      'born: Date!',
      YEAR,
      'must stand on a nullable field, because of some values nothing can be shown.',
    ],
    ['born: Date', '@mask(scopes: [["pii"]], as: HASH)', 'must say `as` one of BUCKET, DOMAIN,'],
    ['born: Date', '@mask(scopes: [["pii"]], as: "YEAR")', 'must say `as` one of BUCKET, DOMAIN,'],
    ['born: Date', '@mask(scopes: [], as: YEAR)', 'must name at least one scope'],
    ['born: Date', '@mask(scopes: [[]], as: YEAR)', 'must name at least one scope'],
    ['born: Date', '@mask(scopes: [["pii"], []], as: YEAR)', 'must name at least one scope'],
    ['born: Date', '@mask(scopes: [[""]], as: YEAR)', 'must name at least one scope'],
    [
      'born: Date',
      '@mask(scopes: [["pii"]], as: YEAR, keep: 4)',
      'must keep 1 to 8 characters as LAST',
    ],
    ['born: String', '@mask(scopes: [["pii"]], as: LAST, keep: 0)', 'must keep 1 to 8 characters'],
    ['born: String', '@mask(scopes: [["pii"]], as: LAST, keep: 99)', 'must keep 1 to 8 characters'],
  ])('%s %s does not', (field, mask, must) => {
    const [fault] = faultsOf(rule, { a: `type User { ${field} ${READ} ${mask} }` });
    expect([fault?.code, fault?.line]).toEqual(['MASK_UNFIT', 2]);
    expect(fault?.message).toContain(`"User.born": @mask ${must}`);
  });

  test('one on an interface or its field hides nothing', () => {
    expect(findings(rule, { a: `interface Born { born: Date ${YEAR} }` })).toEqual([
      'a.graphql:2 MASK_UNFIT',
    ]);
    expect(findings(rule, { a: `interface Born ${YEAR} { born: Date }` })).toEqual([
      'a.graphql:2 MASK_UNFIT',
    ]);
  });

  test('a type masks its fields that have no mask of their own', () => {
    const initials = '@mask(scopes: [["pii"]], as: INITIALS)';
    const last = '@mask(scopes: [["pii"]], as: LAST)';
    const type = (fields: string): string => `type Name ${READ} ${initials} { ${fields} }`;
    expect(findings(rule, { a: type(`full: String number: String ${last}`) })).toEqual([]);
    expect(findings(rule, { a: type('full: String age: Int') })).toEqual([
      'a.graphql:2 MASK_UNFIT',
    ]);
    const extended = `type Name ${initials} { full: String ${READ} }\nextend type Name { age: Int }`;
    expect(findings(rule, { a: extended })).toEqual(['a.graphql:2 MASK_UNFIT']);
  });

  test('every room that serves the field has it, and a room that names it only has not', () => {
    const b = `type User @key(fields: "id") { id: ID! born: Date ${READ} }`;
    expect(findings(rule, { a: born(`${READ} ${YEAR}`), b })).toEqual(['b.graphql:2 MASK_MISSING']);
    const external = 'type User @key(fields: "id") { id: ID! born: Date @external }';
    expect(findings(rule, { a: born(`${READ} ${YEAR}`), b: external })).toEqual([]);
  });

  test.each([
    ['@key', 'type User @key(fields: "born") { born: Date READ YEAR }', ''],
    [
      '@requires',
      born('READ YEAR'),
      'type User @key(fields: "id") { id: ID! born: Date @external age: Int @requires(fields: "born") }',
    ],
    [
      '@provides',
      born('READ YEAR'),
      'type Case { user: User @provides(fields: "born") }\ntype User @key(fields: "id") { id: ID! born: Date @external }',
    ],
  ])('no room is handed it by %s', (_, a, b) => {
    const sdl = a.replace('READ', READ).replace('YEAR', YEAR);
    expect(findings(rule, { a: sdl, b })).toEqual(['a.graphql:2 MASK_ON_JOINED']);
  });
});
