import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ASSERTION_HEADER } from '../../../schema/assertion.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { signFor, startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { notesRoom } from './fixture-room.ts';

const body = JSON.stringify({ query: '{ caller }' });

describe.each(testDatabases)('a room on $name', ({ open }) => {
  let database: DatabasePool;
  let room: TestRoom;

  beforeEach(async () => {
    database = await open();
    room = await startTestRoom(notesRoom(), { database });
  });

  afterEach(async () => {
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

  test.each(['{ _service { sdl } }', '{ __schema { queryType { name } } }'])(
    'refuses %s without an assertion',
    async (query) => {
      expect((await post({}, JSON.stringify({ query }))).status).toBe(401);
      expect((await fetch(`${room.url}?query=${encodeURIComponent(query)}`)).status).toBe(401);
    },
  );

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
    await room.ask('mutation { addNote(id: "n1") }');
    await expectSeen(['n1']);
  });

  test('a change that fails leaves no event', async () => {
    await room.ask('mutation { addNote(id: "n1", fail: true) }');
    await room.ask('mutation { addNote(id: "n2") }');
    await expectSeen(['n2']);
    expect((await room.ask('{ notes { id } }')).data['notes']).toEqual([{ id: 'n2' }]);
  });

  test('a restart keeps tables and publishes what waited', async () => {
    await room.stop();
    let broken = true;
    room = await startTestRoom(
      notesRoom(() => broken),
      { database },
    );
    await room.ask('mutation { addNote(id: "n1") }');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await room.ask('{ seen }')).data['seen']).toEqual([]);
    await room.stop();
    broken = false;
    room = await startTestRoom(
      notesRoom(() => broken),
      { database },
    );
    await expectSeen(['n1']);
  });

  test('a consumer that failed takes the events again, and each once', async () => {
    await room.stop();
    let failures = 1;
    room = await startTestRoom(
      notesRoom(() => failures-- > 0),
      { database },
    );
    await room.ask('mutation { addNote(id: "n1") }');
    await room.ask('mutation { addNote(id: "n2") }');
    await expectSeen(['n1', 'n2']);
  });

  /** Waits for delivery, which is soon but not at once. */
  async function expectSeen(expected: readonly string[]): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { data } = await room.ask('{ seen }');
      if (JSON.stringify(data['seen']) === JSON.stringify(expected)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await room.ask('{ seen }')).data['seen']).toEqual(expected);
  }
});
