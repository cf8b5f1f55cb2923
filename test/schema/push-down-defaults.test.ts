import { describe, expect, test } from '@jest/globals';
import { Kind, print } from 'graphql';
import { pushDownDefaults } from '../../schema/push-down-defaults.ts';
import { graphOf } from './lint-harness.ts';

function pushed(sdl: string): string {
  const [room] = graphOf({ a: sdl }).rooms;
  if (room === undefined) throw new Error('There must be a room.');
  return pushDownDefaults(room)
    .definitions.filter(
      (node) =>
        node.kind === Kind.OBJECT_TYPE_DEFINITION ||
        node.kind === Kind.OBJECT_TYPE_EXTENSION ||
        node.kind === Kind.INTERFACE_TYPE_DEFINITION,
    )
    .map(print)
    .join('\n');
}

const OWNER = '@owner(division: "a", steward: "s")';

describe('pushDownDefaults', () => {
  test('writes a type’s default on its fields and takes it off the type', () => {
    expect(pushed(`type T @key(fields: "x") ${OWNER} { x: Int y: Int @authenticated }`)).toBe(
      `type T @key(fields: "x") {\n  x: Int ${OWNER}\n  y: Int @authenticated ${OWNER}\n}`,
    );
  });

  test('leaves a field’s own and a field that is external', () => {
    const own = '@owner(division: "b", steward: "s")';
    expect(pushed(`type T ${OWNER} { x: Int ${own} y: Int @external }`)).toBe(
      `type T {\n  x: Int ${own}\n  y: Int @external\n}`,
    );
  });

  test('a default of the definition means its extensions too, and the other way round', () => {
    expect(pushed(`type T ${OWNER} { x: Int }\nextend type T { y: Int }`)).toContain(
      `y: Int ${OWNER}`,
    );
    expect(pushed(`type T { x: Int }\nextend type T ${OWNER} { y: Int }`)).toContain(
      `x: Int ${OWNER}`,
    );
  });

  test('interfaces are types like the others, access rules stay where they are', () => {
    expect(pushed(`interface F ${OWNER} { x: Int }`)).toContain(`x: Int ${OWNER}`);
    expect(pushed('type T @authenticated { x: Int }')).toBe('type T @authenticated {\n  x: Int\n}');
  });
});
