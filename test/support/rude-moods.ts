import type { Socket } from 'node:net';

import type { Mood } from './tiny-subgraph.ts';

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const ANSWER = '{"data":{"bankName":"Tiny Bank","_entities":[{"balance":1,"accounts":["A"]}]}}';

/** What a broken peer does on the wire, by name. Each ends its connection or leaves it to the gateway to end. */
export const rudeMoods: Readonly<Record<string, Mood>> = {
  'resets the connection': raw((socket) => void socket.resetAndDestroy()),
  'ends the connection before it answers': raw((socket) => void socket.end()),
  'sends half a body and ends': raw((socket) => {
    socket.end(`${HEAD}content-length: ${ANSWER.length}\r\n\r\n${ANSWER.slice(0, 40)}`);
  }),
  'sends half a body and resets': raw((socket) => {
    socket.write(`${HEAD}content-length: ${ANSWER.length}\r\n\r\n${ANSWER.slice(0, 40)}`, () => {
      socket.resetAndDestroy();
    });
  }),
  'sends half a body and hangs': raw((socket) => {
    socket.write(`${HEAD}content-length: ${ANSWER.length}\r\n\r\n${ANSWER.slice(0, 40)}`);
  }),
  'sends half a chunk and ends': raw((socket) => {
    socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n400\r\n${ANSWER.slice(0, 40)}`);
  }),
  'sends half a head and hangs': raw((socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-')),
  'speaks no HTTP': raw((socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n')),
  'sends ten megabytes of garbage': raw((socket) => {
    const garbage = Buffer.alloc(10_000_000, '{"data":{"x":[');
    socket.write(`${HEAD}content-length: ${garbage.length}\r\n\r\n`);
    socket.end(garbage);
  }),
  'sends chunks without an end': raw((socket) => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const more = (): void => {
      if (!socket.destroyed) socket.write(chunk, (error) => !error && setImmediate(more));
    };
    socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`, more);
  }),
  'trickles byte after byte': raw((socket) => {
    socket.write(`${HEAD}content-length: ${ANSWER.length}\r\n\r\n`);
    let sent = 0;
    const timer = setInterval(() => {
      if (socket.destroyed || sent >= ANSWER.length) clearInterval(timer);
      else socket.write(ANSWER.slice(sent, (sent += 1)));
    }, 20);
    socket.on('close', () => clearInterval(timer));
  }),
  'says 503 and hangs up': raw((socket) => {
    socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy');
  }),
  'answers what nobody asked for': json('{"data":{"somethingElse":[1,2,3]}}'),
  'answers twice': raw((socket) => {
    const answer = `${HEAD}content-length: 0\r\n\r\n`;
    socket.end(answer + answer);
  }),
  'says a page is JSON': json('<html><body>Welcome</body></html>'),
};

function raw(act: (socket: Socket) => void): Mood {
  return { kind: 'raw', act };
}

function json(body: string): Mood {
  return { kind: 'answers', status: 200, type: 'application/json', body };
}
