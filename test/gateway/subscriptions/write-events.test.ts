import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

import { expect, test } from '@jest/globals';

import { EventAnswers } from '../../../gateway/subscriptions/event-answers.ts';
import { Mailbox } from '../../../gateway/subscriptions/mailbox.ts';
import { writeEvents } from '../../../gateway/subscriptions/write-events.ts';

const KEEP_ALIVE_MS = 5;
const event = { room: 'service', field: 'caseChanged', key: '1', division: null, number: 1 };

/** One request over a real connection, whose reader reads nothing, and what ends both sides. */
async function openUnread() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = request({ host: '127.0.0.1', port, method: 'POST' }).on('error', () => undefined);
  client.on('response', (incoming) => incoming.pause()).end();
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  const stop = (): void => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { client, response, stop };
}

const writing = { headers: {}, keepAliveMs: KEEP_ALIVE_MS, onFailed: () => undefined };

test('a stream whose reader went before it began ends at once', async () => {
  const { client, response, stop } = await openUnread();
  client.destroy();
  await once(response, 'close');
  let hasEnded = false;
  const mailbox = new Mailbox(1, () => (hasEnded = true));
  const answers = new EventAnswers(
    mailbox,
    () => Promise.resolve(null),
    () => undefined,
  );
  await Promise.race([writeEvents(response, answers, writing), pause(100)]);
  expect(hasEnded).toBe(true);
  void answers.return();
  stop();
});

test('a stream that ends while its reader reads nothing is sent no sign of life any more', async () => {
  const { response, stop } = await openUnread();
  const faults: unknown[] = [];
  response.on('error', (error) => faults.push(error));
  const mailbox = new Mailbox(1, () => undefined);
  // Short enough not to be waited for.
  const result = { data: { text: 'x'.repeat(8_000) } };
  const answer = async () => {
    await turn();
    // Until the connection takes no more.
    if (response.socket?.writableLength === 0) mailbox.put(event);
    else mailbox.end(null);
    return mailbox.isEnded ? null : result;
  };
  const answers = new EventAnswers(mailbox, answer, () => undefined);
  mailbox.put(event);
  await writeEvents(response, answers, writing);
  expect(response.writableFinished).toBe(false);
  await pause(4 * KEEP_ALIVE_MS);
  expect(faults).toEqual([]);
  stop();
});
