import { describe, expect, test } from '@jest/globals';
import { roomsAgreeOnField as rule } from '../../../schema/lint/rooms-agree-on-field.ts';
import { faultsOf, findings } from '../lint-harness.ts';

const id = (owner: string, classification: string): string =>
  `type T { id: ID @owner(${owner}) @classification(${classification}) }`;
const OWNER = 'division: "a", steward: "s"';

describe('rooms agree on owner and classification of a field', () => {
  test('another owner and another level are each a fault of the later room', () => {
    const texts = {
      a: id(OWNER, 'level: INTERNAL'),
      b: id('division: "b", steward: "s"', 'level: PUBLIC'),
    };
    expect(findings(rule, texts)).toEqual([
      'b.graphql:2 OWNER_DISAGREES',
      'b.graphql:2 CLASSIFICATION_DISAGREES',
    ]);
    expect(faultsOf(rule, texts)[0]?.message).toBe(
      'Field "T.id" must be the same in every room: room "a" has @owner(division: "a", steward: "s"), ' +
        'but "b" has @owner(division: "b", steward: "s").',
    );
  });

  test('order of arguments and of kinds of personal data is no difference', () => {
    const texts = {
      a: id(OWNER, 'level: INTERNAL, pii: [NAME, CONTACT]'),
      b: id('steward: "s", division: "a"', 'pii: [CONTACT, NAME], level: INTERNAL'),
    };
    expect(findings(rule, texts)).toEqual([]);
  });

  test('one kind more is a difference, an empty list of kinds is none', () => {
    const a = id(OWNER, 'level: INTERNAL');
    expect(findings(rule, { a, b: id(OWNER, 'level: INTERNAL, pii: [NAME]') })).toHaveLength(1);
    expect(findings(rule, { a, b: id(OWNER, 'level: INTERNAL, pii: []') })).toEqual([]);
  });

  test('a default of the type is what its field says', () => {
    const b = 'type T @classification(level: PUBLIC) { id: ID }';
    expect(findings(rule, { a: id(OWNER, 'level: INTERNAL'), b })).toEqual([
      'b.graphql:2 CLASSIFICATION_DISAGREES',
    ]);
  });

  test('different defaults on a type that the rooms fill with fields of their own are fine', () => {
    const query = (name: string): string =>
      `type Query @owner(division: "${name}", steward: "s") { ${name}: Int }`;
    expect(findings(rule, { a: query('a'), b: query('b') })).toEqual([]);
  });

  test('an external field has no say', () => {
    const b = 'type T @classification(level: PUBLIC) { id: ID @external }';
    expect(findings(rule, { a: id(OWNER, 'level: INTERNAL'), b })).toEqual([]);
  });
});
