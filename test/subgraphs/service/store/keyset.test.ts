import { expect, test } from '@jest/globals';
import { connectionOf, readPage } from '../../../../subgraphs/kit/connection.ts';
import { cursorOf, readKeysetPage } from '../../../../subgraphs/service/store/keyset.ts';

const ID = '01a2016d-d6ee-778f-9356-fef12e6902d9';

const cursor = (...key: readonly string[]) =>
  connectionOf([key], readPage({}), (row) => row).pageInfo.endCursor;

test('a page begins at the moment and the id that its cursor holds', () => {
  const key = cursorOf({ at: new Date('2026-01-01T00:00:00Z'), id: ID });
  expect(readKeysetPage({ after: cursor(...key) }).cursor).toEqual(key);
});

test.each([
  [['a', 'b']],
  [['2026-99-99T00:00:00.000Z', ID]],
  [['2026-01-01T00:00:00.000Z', 'b']],
  [['2026-01-01T00:00:00.000Z']],
  [['2026-01-01T00:00:00.000Z', ID, '']],
])('a cursor that holds %j is refused', (key) => {
  expect(() => readKeysetPage({ before: cursor(...key) })).toThrow('of another connection');
});
