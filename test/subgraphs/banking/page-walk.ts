import type { TestRoom } from '../../support/room-client.ts';

/** Asks for one page; `args` are a connection's arguments, `PAGE` its fields. */
export type PageQuery = (room: TestRoom, args: string) => Promise<any>;

export const PAGE =
  'nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';

/** Walks a connection from one end to the other, a page at a time, and gives the ids in list order. */
export async function pages(
  room: TestRoom,
  ask: PageQuery,
  way: 'first' | 'last',
  size: number,
): Promise<string[]> {
  let ids: string[] = [];
  let from: string | null = null;
  for (;;) {
    const place: string =
      from === null ? '' : `, ${way === 'first' ? 'after' : 'before'}: "${from}"`;
    const { nodes, pageInfo } = await ask(room, `${way}: ${size}${place}`);
    const page = nodes.map((node: { id: string }) => node.id);
    ids = way === 'first' ? [...ids, ...page] : [...page, ...ids];
    if (!(way === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return ids;
    from = way === 'first' ? pageInfo.endCursor : pageInfo.startCursor;
  }
}
