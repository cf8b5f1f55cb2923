import { beforeEach, describe, expect, test } from '@jest/globals';
import { execute, parse } from 'graphql';
import { roomOf } from '../../../schema/read-room.ts';
import { connectionOf, readPage, type PageArguments } from '../../../subgraphs/kit/connection.ts';
import { createCursorSeal } from '../../../subgraphs/kit/cursor-seal.ts';
import { buildRoomSchema } from '../../../subgraphs/kit/room-schema.ts';
import { sealCursors } from '../../../subgraphs/kit/seal-cursors.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  type Query {
    words(first: Int, after: String, last: Int, before: String, filter: Filter, order: Order = UP): WordConnection
    others(first: Int, after: String): WordConnection
    nothing(first: Int, after: String): WordConnection
  }
  input Filter { prefix: String length: Int }
  enum Order { UP DOWN }
  type WordConnection { nodes: [String] edges: [WordEdge] pageInfo: PageInfo totalCount: Int }
  type WordEdge { node: String cursor: String }
  type PageInfo { hasNextPage: Boolean startCursor: String endCursor: String }`;
const WORDS = ['ant', 'bee', 'cat', 'dog'];

function words(_: unknown, args: PageArguments) {
  const page = readPage(args);
  const [from = ''] = page.cursor ?? [];
  const rows =
    page.direction === 'forward'
      ? WORDS.filter((word) => word > from)
      : WORDS.filter((word) => from === '' || word < from).reverse();
  return connectionOf(
    rows.slice(0, page.limit + 1),
    page,
    (word) => [word],
    () => WORDS.length,
  );
}

const schema = buildRoomSchema(
  roomOf({ name: 'room', url: '', file: 'room.graphql' }, parse(SDL)),
  {
    Query: {
      words,
      others: (_: unknown, args: PageArguments) => Promise.resolve(words(_, args)),
      nothing: () => null,
    },
  },
);
const seal = createCursorSeal(Buffer.alloc(32, 1));
let closings = 0;
sealCursors(schema, {
  ...seal,
  close(cursor, place) {
    closings += 1;
    return seal.close(cursor, place);
  },
});

const answer = async (query: string, subject = 'ana', variables: object = {}) => {
  const caller = { subject, roles: [], scopes: [], teams: [], division: null, purpose: null };
  const result = await execute({
    ...{ schema, document: parse(query), contextValue: { caller } },
    variableValues: { ...variables },
  });
  // Test answers are read field by field, so they are as loose as JSON.
  return JSON.parse(JSON.stringify(result)) as { data: Record<string, any>; errors?: any[] };
};
const PAGE = '{ nodes pageInfo { hasNextPage endCursor } }';

describe('cursors of a room', () => {
  let end: string;
  beforeEach(async () => {
    end = (await answer(`{ words(first: 2) ${PAGE} }`)).data['words'].pageInfo.endCursor;
  });

  test('lead on to the end, forward and backward', async () => {
    const at = { at: end };
    const forward = `query ($at: String) { words(first: 2, after: $at) ${PAGE} }`;
    expect((await answer(forward, 'ana', at)).data['words']).toMatchObject({
      nodes: ['cat', 'dog'],
      pageInfo: { hasNextPage: false },
    });
    const backward =
      'query ($at: String) { words(last: 1, before: $at) { edges { node cursor } } }';
    const back = await answer(backward, 'ana', at);
    const [edge] = back.data['words'].edges;
    expect(edge.node).toBe('ant');
    const on = await answer(`{ words(first: 1, after: "${edge.cursor}") { nodes } }`);
    expect(on.data['words'].nodes).toEqual(['bee']);
    const others = await answer(`{ others(first: 1) ${PAGE} nothing ${PAGE} }`);
    expect(others.data).toMatchObject({ others: { nodes: ['ant'] }, nothing: null });
  });

  test('57. are good for the caller, the field, the filter and the order that they were given for', async () => {
    const used = `words(first: 2, after: "${end}") { nodes }`;
    expect((await answer(`{ ${used} }`)).data['words'].nodes).toEqual(['cat', 'dog']);
    const open = Buffer.from('["bee"]').toString('base64url');
    const others: [query: string, subject?: string][] = [
      [used, 'eve'],
      [used.replace('words', 'others')],
      [used.replace(')', ', order: DOWN)')],
      [used.replace(')', ', filter: { prefix: "b" })')],
      [used.replace(end, open)],
      [used.replace(end, '')],
      [used.replace(end, `${end.slice(0, -1)}${end.endsWith('A') ? 'B' : 'A'}`)],
      [used.replace('first', 'last').replace('after', 'before').replace(end, open)],
    ];
    for (const [query, subject] of others) {
      const { data, errors } = await answer(`{ w: ${query} }`, subject);
      expect(data).toEqual({ w: null });
      expect(errors).toMatchObject([
        {
          message: 'A cursor must be one that this connection gave, but got another text.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    }
  });

  test('are good for the same filter in other words', async () => {
    const query = `query ($filter: Filter, $order: Order, $after: String) {
      words(first: 1, filter: $filter, order: $order, after: $after) ${PAGE} }`;
    const filter = { length: 3, prefix: null };
    const first = await answer(query, 'ana', { filter, order: 'UP' });
    const after = first.data['words'].pageInfo.endCursor;
    const next = `{ words(first: 3, filter: { length: 3 }, after: "${after}") { nodes } }`;
    expect((await answer(next)).data['words'].nodes).toEqual(['bee', 'cat', 'dog']);
  });

  test('are the same when the question is, and tell nothing of where they lead', async () => {
    const again = await answer(`{ words(first: 2) ${PAGE} }`);
    expect(again.data['words'].pageInfo.endCursor).toBe(end);
    expect(Buffer.from(end, 'base64url').toString('latin1')).not.toContain('bee');
  });

  test('are closed only for who asks for one', async () => {
    closings = 0;
    await answer(
      '{ words(first: 3) { nodes totalCount edges { node } pageInfo { hasNextPage } } }',
    );
    expect(closings).toBe(0);
    await answer(`{ words(first: 3) ${PAGE} }`);
    expect(closings).toBe(1);
  });
});
