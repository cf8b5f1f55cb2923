import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  connectionOf,
  readPage,
  stoppedAt,
  type Connection,
  type Page,
  type PageArguments,
} from '../../../subgraphs/kit/connection.ts';
import { DomainError } from '../../../subgraphs/kit/domain-error.ts';

/** As a room reads its table: keys ascending, the rows beyond the cursor, one more than the page holds. */
function readKeys(keys: readonly string[], page: Page): readonly string[] {
  const order = [...keys].sort();
  const [cursor] = page.cursor ?? [];
  const beyond =
    page.direction === 'forward'
      ? order.filter((key) => cursor === undefined || key > cursor)
      : order.reverse().filter((key) => cursor === undefined || key < cursor);
  return beyond.slice(0, page.limit + 1);
}

function ask(keys: readonly string[], args: PageArguments): Connection<string> {
  const page = readPage(args);
  return connectionOf(readKeys(keys, page), page, (key) => [key]);
}

const keyList = fc.uniqueArray(
  fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
  {
    maxLength: 60,
  },
);
const pageSize = fc.integer({ min: 1, max: 100 });

describe('walking a connection', () => {
  test('forward gives every node once and in order', () => {
    fc.assert(
      fc.property(keyList, pageSize, (keys, first) => {
        const seen: string[] = [];
        let after: string | null = null;
        for (;;) {
          const { nodes, pageInfo } = ask(keys, { first, after });
          expect(pageInfo.hasPreviousPage).toBe(after !== null);
          seen.push(...nodes);
          if (!pageInfo.hasNextPage) break;
          after = pageInfo.endCursor;
        }
        expect(seen).toEqual([...keys].sort());
      }),
    );
  });

  test('backward gives every node once and in the same order', () => {
    fc.assert(
      fc.property(keyList, pageSize, (keys, last) => {
        const seen: string[] = [];
        let before: string | null = null;
        for (;;) {
          const { nodes, pageInfo } = ask(keys, { last, before });
          expect(pageInfo.hasNextPage).toBe(before !== null);
          seen.unshift(...nodes);
          if (!pageInfo.hasPreviousPage) break;
          before = pageInfo.startCursor;
        }
        expect(seen).toEqual([...keys].sort());
      }),
    );
  });

  test("goes on behind any edge's cursor, in either direction", () => {
    fc.assert(
      fc.property(keyList, fc.nat(), (keys, choice) => {
        const all = ask(keys, { first: 100 });
        const edge = all.edges[choice % Math.max(1, all.edges.length)];
        if (edge === undefined) return;
        const order = [...keys].sort();
        const place = order.indexOf(edge.node);
        expect(ask(keys, { first: 100, after: edge.cursor }).nodes).toEqual(order.slice(place + 1));
        expect(ask(keys, { last: 100, before: edge.cursor }).nodes).toEqual(order.slice(0, place));
      }),
    );
  });

  test('over nothing gives an empty page without cursors', () => {
    expect(ask([], { first: 5 })).toMatchObject({
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test('finds no next page when the last page is exactly full', () => {
    expect(ask(['a', 'b'], { first: 2 }).pageInfo.hasNextPage).toBe(false);
    expect(ask(['a', 'b'], { last: 2 }).pageInfo.hasPreviousPage).toBe(false);
  });
});

describe('a connection', () => {
  test.each([
    [{ first: 5 }, { hasNextPage: true, endCursor: 'WyJqIl0', startCursor: 'WyJhIl0' }],
    [{ last: 5 }, { hasPreviousPage: true, startCursor: 'WyJqIl0', endCursor: 'WyJiIl0' }],
  ])('whose reading stopped early goes on behind that place: %j', (args, pageInfo) => {
    const page = readPage(args);
    expect(stoppedAt(ask(['a', 'b'], args), page, ['j'])).toMatchObject({
      nodes: ['a', 'b'],
      pageInfo,
    });
  });

  test('counts its rows only when somebody asks', async () => {
    let asked = 0;
    const count = () => Promise.resolve(++asked);
    const { totalCount } = connectionOf(['a'], readPage({}), (row) => [row], count);
    expect(asked).toBe(0);
    expect(await totalCount()).toBe(1);
  });

  test('has no count when its room gives none', async () => {
    expect(await ask(['a'], {}).totalCount()).toBeNull();
  });

  test('leaves the rows that it was given as they are', () => {
    const rows = Object.freeze(['c', 'b', 'a']);
    expect(connectionOf(rows, readPage({ last: 5 }), (row) => [row]).nodes).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(rows).toEqual(['c', 'b', 'a']);
  });

  test('keeps keys of several parts whole', () => {
    const key = ['2026-01-31', 'ä"\\,/+', ''];
    const { edges } = connectionOf([key], readPage({}), (row) => row);
    expect(readPage({ after: edges[0]?.cursor ?? '' }).cursor).toEqual(key);
  });
});

describe('page arguments', () => {
  test('are 20 forward from the beginning when there are none', () => {
    const page = { direction: 'forward', limit: 20, cursor: null };
    expect(readPage({})).toEqual(page);
    expect(readPage({ first: null, after: null, last: null, before: null })).toEqual(page);
  });

  test('take the limits of the connection', () => {
    expect(readPage({}, { default: 5 }).limit).toBe(5);
    expect(readPage({ last: 500 }, { max: 500 }).limit).toBe(500);
    expect(readPage({}, { max: 10 }).limit).toBe(10);
  });

  test('are frozen', () => {
    expect(Object.isFrozen(readPage({ first: 3 }))).toBe(true);
  });

  test.each([
    [{ first: 0 }, 'Argument "first" must be 1 to 100, but got: 0.'],
    [{ first: -1 }, 'Argument "first" must be 1 to 100, but got: -1.'],
    [{ first: 101 }, 'Argument "first" must be 1 to 100, but got: 101.'],
    [{ last: 101 }, 'Argument "last" must be 1 to 100, but got: 101.'],
    [{ first: 1.5 }, 'Argument "first" must be 1 to 100, but got: 1.5.'],
    [{ first: Number.NaN }, 'Argument "first" must be 1 to 100, but got: NaN.'],
  ])('%j are refused', (args, message) => {
    expect(() => readPage(args)).toThrow(message);
  });

  const cursor = ask(['a', 'b'], { first: 1 }).pageInfo.endCursor ?? '';

  test.each([
    { first: 1, last: 1 },
    { first: 1, before: cursor },
    { after: cursor, last: 1 },
    { after: cursor, before: cursor },
  ])('of both directions at once are refused: %j', (args) => {
    expect(() => readPage(args)).toThrow(
      'Arguments "first"/"after" and "last"/"before" exclude each other, but got both.',
    );
  });

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test.each([
    ['empty', ''],
    ['not encoded', "' or 1=1 --"],
    ['no JSON', Buffer.from('[a').toString('base64url')],
    ['an object', encode({ 0: 'a' })],
    ['a text', encode('a')],
    ['null', encode(null)],
    ['a list of numbers', encode([1])],
    ['a list with an object', encode([{ toString: 'x' }])],
    ['a text that databases refuse', encode(['a\0b'])],
  ])('with a cursor that is %s are refused by the code BAD_USER_INPUT', (_name, text) => {
    for (const args of [{ after: text }, { before: text }]) {
      let thrown: unknown;
      try {
        readPage(args);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(DomainError);
      expect(thrown).toMatchObject({
        message: 'A cursor must be one that this connection gave, but got another text.',
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });

  test('with any text as a cursor are read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (after) => {
        try {
          expect(Array.isArray(readPage({ after }).cursor)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
    );
  });
});
