import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { pino } from 'pino';
import { ASSERTION_HEADER } from '../../../schema/assertion.ts';
import { DEADLINE_HEADER } from '../../../schema/deadline.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { openInProcessEventBus } from '../../../subgraphs/kit/in-process-event-bus.ts';
import { startRoom } from '../../../subgraphs/kit/start-room.ts';
import { eventually } from '../../support/eventually.ts';
import { signFor, startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { keepingConsumer } from './event-maker.ts';
import { notesRoom } from './fixture-room.ts';

const body = JSON.stringify({ query: '{ caller }' });

describe.each(testDatabases)('a room on $name', ({ open }) => {
  let database: DatabasePool;
  let room: TestRoom;

  beforeAll(async () => {
    database = await open();
    room = await startTestRoom(notesRoom(), { database });
  });

  afterAll(async () => {
    await room.stop();
    await database.close();
  });

  const post = (headers: Record<string, string>, text = body) =>
    fetch(room.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    });

  test('answers a request that the gateway vouches for', async () => {
    const answer = await room.ask('{ caller }', {}, { subject: 'agent-7' });
    expect(answer).toEqual({ data: { caller: 'agent-7' } });
  });

  test.each([
    ['5000', { data: { caller: 'test-caller' } }],
    ['soon', { data: { caller: 'test-caller' } }],
    ['0', { data: { caller: null }, errors: [{ extensions: { code: 'GIVEN_UP' } }] }],
  ])('works for a query only while the gateway waits: %s ms', async (leftMs, expected) => {
    const headers = { [ASSERTION_HEADER]: signFor('notes', body), [DEADLINE_HEADER]: leftMs };
    expect(await (await post(headers)).json()).toMatchObject(expected);
  });

  test('finishes a mutation for which nobody waits', async () => {
    const text = JSON.stringify({ query: 'mutation { addNote(id: "late") }' });
    const headers = { [ASSERTION_HEADER]: signFor('notes', text), [DEADLINE_HEADER]: '0' };
    expect(await (await post(headers, text)).json()).toEqual({ data: { addNote: true } });
  });

  test.each([
    ['no assertion', () => ({})],
    ['a user token', () => ({ authorization: 'Bearer x.y.z' })],
    ['an assertion for another room', () => ({ [ASSERTION_HEADER]: signFor('banking', body) })],
    ['an assertion for another body', () => ({ [ASSERTION_HEADER]: signFor('notes', '{}') })],
    [
      'an expired assertion',
      () => ({ [ASSERTION_HEADER]: signFor('notes', body, () => new Date(Date.now() - 60_000)) }),
    ],
    [
      'an assertion that lives an hour',
      () => ({
        [ASSERTION_HEADER]: signFor('notes', body, undefined, { exp: Date.now() / 1000 + 3600 }),
      }),
    ],
  ])('refuses %s with 401', async (_name, headers) => {
    const response = await post(headers());
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('accepts an assertion once: the second use is 401, whatever became of the first', async () => {
    const headers = { [ASSERTION_HEADER]: signFor('notes', body) };
    expect((await post(headers)).status).toBe(200);
    const again = await post(headers);
    expect([again.status, await again.json()]).toEqual([
      401,
      { errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })] },
    ]);
    expect((await post({ [ASSERTION_HEADER]: signFor('notes', body) })).status).toBe(200);
    const failing = JSON.stringify({ query: '{ nothing }' });
    const signed = { [ASSERTION_HEADER]: signFor('notes', failing) };
    expect((await post(signed, failing)).status).toBe(400);
    expect((await post(signed, failing)).status).toBe(401);
  });

  test('of many who bring the same assertion at once, one is let in', async () => {
    const headers = { [ASSERTION_HEADER]: signFor('notes', body) };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(headers)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)]);
  });

  test('an assertion that was refused is not used up by that', async () => {
    const headers = { [ASSERTION_HEADER]: signFor('notes', body) };
    expect((await post(headers, '{}')).status).toBe(401);
    expect((await post(headers)).status).toBe(200);
  });

  test.each(['{ _service { sdl } }', '{ __schema { queryType { name } } }'])(
    'refuses %s without an assertion',
    async (query) => {
      expect((await post({}, JSON.stringify({ query }))).status).toBe(401);
      expect((await fetch(`${room.url}?query=${encodeURIComponent(query)}`)).status).toBe(401);
    },
  );

  test('a query beside an empty body is refused: no assertion vouches for an address', async () => {
    const address = `${room.url}?query=${encodeURIComponent('{ caller }')}`;
    const headers = { [ASSERTION_HEADER]: signFor('notes', '') };
    expect((await fetch(address, { headers })).status).toBe(401);
  });

  test('a body that is not JSON is refused before anything reads it', async () => {
    expect((await post({}, 'not json')).status).toBe(401);
    const signed = { [ASSERTION_HEADER]: signFor('notes', 'not json') };
    expect((await post(signed, 'not json')).status).toBe(400);
  });

  test("a domain error's code and message reach the gateway", async () => {
    const { errors } = await room.ask('{ refuse }');
    expect(errors).toMatchObject([
      {
        message: 'A note must be short, but got: a long one.',
        extensions: { code: 'NOTE_REFUSED' },
      },
    ]);
  });

  test('what a library threw does not leave the room', async () => {
    const { errors } = await room.ask('{ crash }');
    expect(errors).toMatchObject([
      {
        message: 'Internal error in subgraph notes.',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
    expect(JSON.stringify(errors)).not.toContain('10.0.0.4');
  });

  test('an event is published when its change is committed', async () => {
    await room.ask('mutation { addNote(id: "committed") }');
    await eventually(async () => expect(await seenBy(room)).toContain('committed'));
  });

  test('a change that fails leaves no event', async () => {
    await room.ask('mutation { addNote(id: "undone", fail: true) }');
    await room.ask('mutation { addNote(id: "done") }');
    await eventually(async () => expect(await seenBy(room)).toContain('done'));
    expect(await seenBy(room)).not.toContain('undone');
    expect((await room.ask('{ notes { id } }')).data['notes']).not.toContainEqual({ id: 'undone' });
  });

  test('a restart keeps tables and publishes what waited', async () => {
    const broken = notesRoom({ name: 'restarted', fail: () => true });
    const before = await startTestRoom(broken, { database });
    await before.ask('mutation { addNote(id: "n1") }');
    await before.stop();
    const after = await startTestRoom(notesRoom({ name: 'restarted' }), { database });
    await eventually(async () => expect(await seenBy(after)).toEqual(['n1']));
    expect((await after.ask('{ notes { id } }')).data['notes']).toEqual([{ id: 'n1' }]);
    await after.stop();
  });

  test('stops at once although a connection was never used', async () => {
    const idle = await startTestRoom(notesRoom(), { database });
    const socket = connect(Number(new URL(idle.url).port), '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('connect', resolve));
    await idle.stop();
    await closed;
  }, 20_000);

  test('a consumer that failed takes the events again, and each once', async () => {
    let failures = 1;
    const failing = notesRoom({ name: 'failing', fail: () => failures-- > 0 });
    const shaky = await startTestRoom(failing, { database });
    await shaky.ask('mutation { addNote(id: "n1") }');
    await shaky.ask('mutation { addNote(id: "n2") }');
    await eventually(async () => expect(await seenBy(shaky)).toEqual(['n1', 'n2']));
    await shaky.stop();
  });

  test('events that are held back leave when publishing starts', async () => {
    const events = openInProcessEventBus();
    const running = await startRoom(notesRoom({ name: 'held' }), {
      database,
      events,
      assertionKey: Buffer.from('k'.repeat(32)),
      port: 0,
      log: pino({ level: 'silent' }),
      settings: {},
      dataDirectory: 'unused',
    });
    const consumer = keepingConsumer('late');
    await database.pool.query(
      `insert into held.outbox (id, type, occurred_at, payload)
       values (gen_random_uuid(), 'customer.recorded', now(), '{"localId": "n1"}')`,
    );
    await events.subscribe(consumer);
    running.startPublishing();
    await eventually(() => expect(consumer.ids).toHaveLength(1));
    await running.stopPublishing();
    await running.stop();
  });
});

async function seenBy(room: TestRoom): Promise<readonly string[]> {
  return (await room.ask('{ seen }')).data['seen'];
}
