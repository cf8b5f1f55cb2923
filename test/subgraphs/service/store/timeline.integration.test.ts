import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabases } from '../../../support/test-databases.ts';
import { startServiceDesk, type ServiceDesk } from '../service-desk.ts';

const DIVISIONS = ['banking', 'insurance', 'lending'];
const REFS = DIVISIONS.map((division) => ({ division, localId: 'T1' }));
const MERGED = { id: 'merged', sourceRecords: [...REFS, { division: 'lending', localId: 'T2' }] };

/** Many entries at the same moment, so that order has to come from the id. */
const moment = (place: number) =>
  `2026-02-${String(1 + (place % 5)).padStart(2, '0')}T08:00:00.000Z`;

const PAGE = `timeline(ARGS) { totalCount edges { cursor node { id } }
  nodes { __typename id at channel division summary }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;

describe.each(testDatabases)('the timeline of a merged customer on $name', ({ open }) => {
  let desk: ServiceDesk;
  beforeAll(async () => {
    desk = await startServiceDesk(await open());
    const places = Array.from({ length: 60 }, (_, place) => place);
    const record = (place: number) => ({
      externalId: `r${place}`,
      division: DIVISIONS[place % 3],
      customerLocalId: place % 6 === 2 ? 'T2' : 'T1',
    });
    await desk.importRecords(
      'Cases',
      places.map((place) => ({
        ...record(place),
        type: 'QUESTION',
        subject: `case ${place}`,
        openedAt: moment(place),
      })),
    );
    await desk.importRecords(
      'Interactions',
      places.map((place) => ({
        ...record(place),
        channel: 'CHAT',
        outcome: 'HANDLED',
        summary: `chat ${place}`,
        at: moment(place),
      })),
    );
    await desk.importRecords('Interactions', [
      {
        ...record(0),
        externalId: 'other',
        customerLocalId: 'T9',
        channel: 'CHAT',
        outcome: 'HANDLED',
        at: moment(0),
      },
    ]);
  });
  afterAll(() => desk.stop());

  async function page(args: string, customers: readonly object[] = [MERGED]) {
    const { data, errors } = await desk.room.asEntities(
      'Customer',
      customers,
      PAGE.replace('ARGS', args),
    );
    expect(errors).toBeUndefined();
    return data._entities.map((entity) => entity?.['timeline']);
  }

  async function walk(size: number, direction: 'forward' | 'backward') {
    const ids: string[] = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const [count, place] = direction === 'forward' ? ['first', 'after'] : ['last', 'before'];
      const [found] = await page(
        `${count}: ${size}${cursor === null ? '' : `, ${place}: "${cursor}"`}`,
      );
      const taken = found.nodes.map(({ id }: { id: string }) => id) as string[];
      if (direction === 'forward') ids.push(...taken);
      else ids.unshift(...taken);
      const { hasNextPage, hasPreviousPage, startCursor, endCursor } = found.pageInfo;
      more = direction === 'forward' ? hasNextPage : hasPreviousPage;
      cursor = direction === 'forward' ? endCursor : startCursor;
    }
    return ids;
  }

  /** All that is of the merged customer; T2 is theirs in lending only. */
  async function expected() {
    const rows = await desk.rows(
      `select id, at from service.interaction where local_id = 'T1' or (local_id = 'T2' and division = 'lending')
        union all
        select id, opened_at from service.service_case where local_id = 'T1' or (local_id = 'T2' and division = 'lending')
        order by 2 desc, 1 desc`,
    );
    return rows.map(({ id }) => id as string);
  }

  test('holds interactions and cases of all divisions, newest first', async () => {
    const [found] = await page('first: 100');
    const { rows, ids } = { rows: found.nodes, ids: await expected() };
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 100));
    expect(found.totalCount).toBe(ids.length);
    expect(new Set(rows.map((row: { __typename: string }) => row.__typename))).toEqual(
      new Set(['Case', 'Interaction']),
    );
    expect(new Set(rows.map((row: { division: string }) => row.division))).toEqual(
      new Set(DIVISIONS),
    );
  });

  test.each([1, 7, 40, 100])('paging by %d forward and backward gives the whole', async (size) => {
    const ids = await expected();
    expect(await walk(size, 'forward')).toEqual(ids);
    expect(await walk(size, 'backward')).toEqual(ids);
  });

  test('the last page and the page before a cursor are in reading order', async () => {
    const ids = await expected();
    const [last] = await page('last: 3');
    expect(last.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.slice(-3));
    const [before] = await page(`last: 2, before: "${last.pageInfo.startCursor}"`);
    expect(before.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.slice(-5, -3));
    expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  test('each of several customers gets their own page', async () => {
    const single = REFS.map((ref) => ({ id: ref.division, sourceRecords: [ref] }));
    const together = await page('first: 4', [
      ...single,
      MERGED,
      { id: 'nobody', sourceRecords: [] },
    ]);
    const alone = await Promise.all([...single, MERGED].map((one) => page('first: 4', [one])));
    expect(together.slice(0, 4)).toEqual(alone.flat());
    expect(together[4]).toEqual({
      totalCount: 0,
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test('a customer whose source records are not known, doubled or of nobody is empty or whole', async () => {
    const [unknown, doubled, stranger] = await page('first: 100', [
      { id: 'a', sourceRecords: null },
      { id: 'b', sourceRecords: [...MERGED.sourceRecords, ...MERGED.sourceRecords] },
      { id: 'c', sourceRecords: [{ division: 'banking', localId: "x' or '1'='1" }] },
    ]);
    expect(unknown.nodes).toEqual([]);
    expect(doubled).toEqual((await page('first: 100'))[0]);
    expect(stranger.totalCount).toBe(0);
  });

  test('cases are paged by the same rules, with a filter', async () => {
    const text = `cases(first: 3, filter: { division: "lending" }) { totalCount nodes { division subject } pageInfo { hasNextPage } }`;
    const { data } = await desk.room.asEntities(
      'Customer',
      [MERGED, { id: 'none', sourceRecords: [] }],
      text,
    );
    const [found, none] = data._entities.map((entity) => entity?.['cases']);
    expect(found).toMatchObject({
      totalCount: 20,
      nodes: Array(3).fill({ division: 'lending' }),
      pageInfo: { hasNextPage: true },
    });
    expect(none).toMatchObject({ totalCount: 0, nodes: [] });
  });

  test('whoever works for one division sees what happened with it, in lists, totals and sums', async () => {
    const loans = { division: 'lending' };
    await desk.importRecords(
      'SurveyAnswers',
      ['banking', 'lending'].map((division) => ({
        ...{ externalId: `s-${division}`, division, customerLocalId: 'T1', kind: 'CSAT' },
        ...{ score: 5, scaleMax: 5, at: moment(0) },
      })),
    );
    const selection = `satisfaction { csat { n } } timeline(first: 1) { totalCount nodes { division } }
      cases(first: 1) { totalCount } other: cases(filter: { division: "banking" }) { totalCount }`;
    const read = async (caller?: object) => {
      const answer = await desk.room.asEntities('Customer', [MERGED], selection, caller);
      return answer.data._entities[0];
    };
    expect(await read()).toMatchObject({
      satisfaction: { csat: { n: 2 } },
      timeline: { totalCount: 120 },
      cases: { totalCount: 60 },
      other: { totalCount: 20 },
    });
    expect(await read(loans)).toEqual({
      satisfaction: { csat: { n: 1 } },
      timeline: { totalCount: 40, nodes: [{ division: 'lending' }] },
      cases: { totalCount: 20 },
      other: { totalCount: 0 },
    });
  });

  test('a case of another division is not there to read, list, count or move', async () => {
    const loans = { division: 'lending' };
    const { id, number } = await desk.openCase();
    const query = `query ($id: ID!, $number: String!) { case(id: $id) { id } caseByNumber(number: $number) { id }
      all: cases(first: 1) { totalCount } banking: cases(filter: { division: "banking" }) { totalCount nodes { id } } }`;
    const { data } = await desk.room.ask(query, { id, number }, loans);
    expect(data).toEqual({
      case: null,
      caseByNumber: null,
      all: { totalCount: 20 },
      banking: { totalCount: 0, nodes: [] },
    });
    const move = 'mutation ($id: ID!) { closeCase(id: $id) { id } }';
    const unknown = '01a2016d-d6ee-778f-9356-fef12e6902d9';
    const refusals = await Promise.all(
      [id, unknown].map((one) => desk.room.ask(move, { id: one }, loans)),
    );
    const said = refusals.map(({ errors }) => errors?.[0]?.message.replace(/"[^"]*"\.$/, 'ID'));
    expect(said[0]).toBe(said[1]);
    const own = await desk.room.ask('query ($id: ID!) { case(id: $id) { status } }', { id });
    expect(own.data['case'].status).not.toBe('CLOSED');
    const merge = 'mutation ($id: ID!, $into: ID!) { mergeCase(id: $id, into: $into) { id } }';
    const merged = await desk.room.ask(merge, { id, into: id }, loans);
    expect(merged.errors?.[0]?.extensions['code']).toBe('CASE_NOT_FOUND');
  });

  test.each([
    ['first: 0', 'Argument "first" must be 1 to 100'],
    ['first: 101', 'Argument "first" must be 1 to 100'],
    ['first: 1, last: 1', 'exclude each other'],
    ['after: "nonsense"', 'A cursor must be one that this connection gave'],
    [
      `after: "${Buffer.from('["2026-01-01T00:00:00.000Z","01a2016d-d6ee-778f-9356-fef12e6902d9"]').toString('base64url')}"`,
      'A cursor must be one that this connection gave',
    ],
  ])('%s is refused', async (args, message) => {
    const { errors } = await desk.room.asEntities('Customer', [MERGED], PAGE.replace('ARGS', args));
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});
