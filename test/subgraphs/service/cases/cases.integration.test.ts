import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { replay } from '../../../../subgraphs/service/cases/case-trail.ts';
import { entryOfRow } from '../../../../subgraphs/service/store/rows.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { CASE_FIELDS, startServiceDesk, type ServiceDesk } from '../service-desk.ts';

const UNKNOWN = '01a2016d-d6ee-778f-9356-fef12e6902d9';

describe.each(testDatabases)('cases on $name', ({ open }) => {
  let desk: ServiceDesk;
  beforeAll(async () => {
    desk = await startServiceDesk(await open());
  });
  afterAll(() => desk.stop());

  const trailOf = async (id: string) => {
    const rows = await desk.rows(
      'select * from service.case_event where case_id = $1 order by position',
      [id],
    );
    return rows as unknown as Parameters<typeof entryOfRow>[0][];
  };
  const eventsOf = async (id: string) =>
    (await desk.events('case.%')).filter(({ payload }) => payload.caseId === id);

  test('a case lives from its opening to its closing, with one event a change', async () => {
    const { id } = await desk.openCase();
    await desk.move('assignCase', id, 'agent: "agent-7"');
    await desk.move('replyToCase', id, 'text: "Seen", public: false');
    desk.wait(1);
    await desk.move('replyToCase', id, 'text: "We block it"');
    await desk.move('replyToCase', id, 'text: "Done"');
    await desk.move('pauseCase', id, 'waitingFor: THIRD_PARTY');
    desk.wait(30);
    await desk.move('resumeCase', id);
    await desk.move('resolveCase', id, 'resolution: "new card"');
    await desk.move('reopenCase', id, 'reason: "card did not come"');
    await desk.move('resolveCase', id);
    const { data } = await desk.move('closeCase', id);
    expect(data['closeCase']).toMatchObject({
      status: 'CLOSED',
      agent: 'agent-7',
      reopenCount: 1,
      resolution: null,
      slaClocks: [
        { metric: 'FIRST_REPLY', state: 'MET' },
        { metric: 'RESOLUTION', state: 'MET' },
      ],
      replies: [
        { author: 'test-caller', public: false, text: 'Seen' },
        { author: 'test-caller', public: true, text: 'We block it' },
        { author: 'test-caller', public: true, text: 'Done' },
      ],
    });
    const events = await eventsOf(id);
    expect(events.map(({ type }) => type.replace('case.', '')).join(' ')).toBe(
      'opened assigned replied replied responded replied paused resumed resolved reopened resolved closed',
    );
    expect(
      events.filter(({ type }) => type === 'case.replied').map(({ payload }) => payload),
    ).toMatchObject([
      { public: false, first: false },
      { public: true, first: true },
      { public: true, first: false },
    ]);
    expect(events.find(({ type }) => type === 'case.responded')?.['payload'].timely).toBe(true);
    expect(events[0]).toMatchObject({
      payload: {
        caseId: id,
        division: 'banking',
        localId: 'B1',
        type: 'INCIDENT',
        priority: 'HIGH',
      },
    });
  });

  test('the state of a case is what its trail says', async () => {
    const { id } = await desk.openCase();
    for (const [field, args] of [
      ['replyToCase', 'text: "Hello"'],
      ['pauseCase', 'waitingFor: CUSTOMER'],
      ['resumeCase', ''],
      ['assignCase', 'agent: "agent-9"'],
      ['resolveCase', 'resolution: "told"'],
      ['reopenCase', ''],
    ] as const) {
      await desk.move(field, id, args);
    }
    const trail = await trailOf(id);
    const facts = replay('any', trail.map(entryOfRow));
    const [row] = await desk.rows('select * from service.service_case where id = $1', [id]);
    expect(trail.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(row).toMatchObject({
      status: facts?.status,
      agent: 'agent-9',
      opened_at: facts?.openedAt,
      first_replied_at: facts?.firstRepliedAt,
      resolved_at: null,
      closed_at: null,
      reopen_count: 1,
      trail_length: 7,
    });
  });

  test('a reply after the due time is told as late, and the clock is breached before it', async () => {
    const { id } = await desk.openCase({ priority: 'URGENT' });
    desk.wait(2);
    const { data } = await desk.room.ask(`query ($id: ID!) { case(id: $id) { ${CASE_FIELDS} } }`, {
      id,
    });
    expect(data['case'].slaClocks[0]).toMatchObject({ metric: 'FIRST_REPLY', state: 'BREACHED' });
    await desk.move('replyToCase', id, 'text: "Sorry"');
    const responded = (await eventsOf(id)).filter(({ type }) => type === 'case.responded');
    expect(responded.map(({ payload }) => payload.timely)).toEqual([false]);
  });

  test('an impossible move is refused, and nothing is written', async () => {
    const { id, number } = await desk.openCase();
    await desk.move('closeCase', id);
    const before = await eventsOf(id);
    const { data, errors } = await desk.move('resumeCase', id);
    expect(data['resumeCase']).toBeNull();
    expect(errors?.[0]).toMatchObject({
      message: `Case ${number} can be resumed only from PENDING_CUSTOMER or ON_HOLD, but is: CLOSED.`,
      extensions: { code: 'CASE_TRANSITION_REFUSED' },
    });
    expect(await eventsOf(id)).toEqual(before);
    expect(await trailOf(id)).toHaveLength(2);
  });

  test('of ten resolutions at once one wins', async () => {
    const { id } = await desk.openCase();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => desk.move('resolveCase', id)),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions['code'] ?? 'won');
    expect(codes.sort()).toEqual([...Array(9).fill('CASE_TRANSITION_REFUSED'), 'won']);
    expect((await trailOf(id)).map(({ verb }) => verb)).toEqual(['open', 'resolve']);
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['case.opened', 'case.resolved']);
  });

  test('different moves at once leave a trail that goes', async () => {
    const { id } = await desk.openCase();
    await Promise.all([
      desk.move('pauseCase', id, 'waitingFor: CUSTOMER'),
      desk.move('resolveCase', id),
      desk.move('assignCase', id, 'agent: "agent-1"'),
      desk.move('replyToCase', id, 'text: "a"'),
      desk.move('replyToCase', id, 'text: "b"'),
      desk.move('closeCase', id),
    ]);
    const trail = await trailOf(id);
    const [row] = await desk.rows('select status from service.service_case where id = $1', [id]);
    expect(replay('any', trail.map(entryOfRow))?.status).toBe(row?.['status']);
    expect(trail.map(({ position }) => position)).toEqual(trail.map((_, place) => place + 1));
    const firsts = (await eventsOf(id)).filter(({ payload }) => payload.first === true);
    expect(firsts.length).toBeLessThanOrEqual(1);
  });

  test('several moves of one operation each see what the one before left', async () => {
    const { id } = await desk.openCase();
    const { data } = await desk.room.ask(
      `mutation ($id: ID!) {
        a: replyToCase(id: $id, text: "x") { slaClocks { state } replies { text } }
        b: pauseCase(id: $id, waitingFor: CUSTOMER) { slaClocks { state } }
        c: logInteraction(input: { division: "banking", channel: PHONE, direction: INBOUND, caseId: $id }) {
          case { status } customer { sourceRef { localId } } }
      }`,
      { id },
    );
    expect(data).toEqual({
      a: { slaClocks: [{ state: 'MET' }, { state: 'RUNNING' }], replies: [{ text: 'x' }] },
      b: { slaClocks: [{ state: 'MET' }, { state: 'PAUSED' }] },
      c: { case: { status: 'PENDING_CUSTOMER' }, customer: { sourceRef: { localId: 'B1' } } },
    });
  });

  test.each([UNKNOWN, 'no id', '', "' or true --"])('a case called %j is unknown', async (id) => {
    const { errors } = await desk.move('closeCase', id);
    expect(errors?.[0]?.extensions['code']).toBe('CASE_NOT_FOUND');
    const { data } = await desk.room.ask('query ($id: ID!) { case(id: $id) { id } }', { id });
    expect(data['case']).toBeNull();
  });

  test('a case is found by its number', async () => {
    const { id, number } = await desk.openCase();
    const text = 'query ($number: String!) { caseByNumber(number: $number) { id } }';
    expect((await desk.room.ask(text, { number })).data).toEqual({ caseByNumber: { id } });
    for (const other of ['C-999999', 'C-1', 'nothing', "C-000001'--"]) {
      expect((await desk.room.ask(text, { number: other })).data).toEqual({ caseByNumber: null });
    }
  });

  test('hostile text is kept as it is, or refused by name', async () => {
    const subject = `'); drop table service.service_case; -- <script> \\u0000 ☠ {"a":1} $1 %s`;
    const opened = await desk.openCase({ subject, description: '\\x00 \n\t "quoted"' });
    const text = 'query ($id: ID!) { case(id: $id) { subject summary description } }';
    const { data } = await desk.room.ask(text, { id: opened['id'] });
    expect(data['case']).toEqual({ subject, summary: subject, description: '\\x00 \n\t "quoted"' });
    await expect(desk.openCase({ subject: 'a\u0000b' })).rejects.toThrow('"input.subject" must be');
    await expect(desk.openCase({ subject: '\uD800' })).rejects.toThrow('"input.subject" must be');
    await expect(desk.openCase({ subject: ' ' })).rejects.toThrow('must not be empty');
    await expect(
      desk.openCase({ customer: { division: 'banking', localId: 'x'.repeat(201) } }),
    ).rejects.toThrow('"input.customer.localId" must have at most 200 characters');
    const { errors } = await desk.move('replyToCase', opened['id'], 'text: ""');
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  test('a transaction that fails leaves neither change nor event', async () => {
    const { id } = await desk.openCase();
    const before = await eventsOf(id);
    await desk.rows(
      "alter table service.outbox add constraint no_more check (type <> 'case.resolved') not valid",
    );
    const { errors } = await desk.move('resolveCase', id, 'resolution: "x"');
    await desk.rows('alter table service.outbox drop constraint no_more');
    expect(errors).toHaveLength(1);
    expect(await eventsOf(id)).toEqual(before);
    expect(await trailOf(id)).toHaveLength(1);
    const [row] = await desk.rows(
      'select status, trail_length from service.service_case where id = $1',
      [id],
    );
    expect(row).toEqual({ status: 'NEW', trail_length: 1 });
    expect((await desk.move('resolveCase', id)).errors).toBeUndefined();
  });

  test('all cases are filtered, paged and counted', async () => {
    for (const agent of ['filter-1', 'filter-1', 'filter-2', 'filter-1']) {
      const { id } = await desk.openCase({ type: 'REQUEST' });
      await desk.move('assignCase', id, `agent: "${agent}"`);
    }
    const text = `query ($filter: CaseFilter, $after: String) {
      cases(first: 2, after: $after, filter: $filter) { totalCount nodes { agent type } pageInfo { hasNextPage endCursor } } }`;
    const filter = {
      agent: 'filter-1',
      type: 'REQUEST',
      division: 'banking',
      status: 'OPEN',
      priority: 'HIGH',
    };
    const first = (await desk.room.ask(text, { filter })).data['cases'];
    const second = (await desk.room.ask(text, { filter, after: first.pageInfo.endCursor })).data[
      'cases'
    ];
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect([...first.nodes, ...second.nodes]).toEqual(
      Array(3).fill({ agent: 'filter-1', type: 'REQUEST' }),
    );
    expect(second.pageInfo.hasNextPage).toBe(false);
    const none = await desk.room.ask(text, { filter: { agent: 'nobody' } });
    expect(none.data['cases']).toMatchObject({
      totalCount: 0,
      nodes: [],
      pageInfo: { endCursor: null },
    });
  });

  test('cases are filtered by what they are about', async () => {
    const about = { category: 'cards', reasonCode: 'lost-abroad' };
    const { id } = await desk.openCase(about);
    await desk.openCase({ ...about, reasonCode: 'stolen' });
    const text = 'query ($filter: CaseFilter) { cases(filter: $filter) { nodes { id } } }';
    const { data } = await desk.room.ask(text, { filter: about });
    expect(data['cases'].nodes).toEqual([{ id }]);
  });

  test('an entity is resolved by its id, an unknown one is null', async () => {
    const { id } = await desk.openCase();
    const { data } = await desk.room.asEntities(
      'Case',
      [{ id }, { id: UNKNOWN }, { id: 'x' }],
      'id status',
    );
    expect(data._entities).toEqual([{ id, status: 'NEW' }, null, null]);
  });
});
