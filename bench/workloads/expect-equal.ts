import { isDeepStrictEqual } from 'node:util';

/** Throws when they differ, saying what it is, what was expected and what came. */
export function expectEqual(thing: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Error(
    `${thing} must be ${JSON.stringify(expected)}, but got: ${JSON.stringify(found)}.`,
  );
}
