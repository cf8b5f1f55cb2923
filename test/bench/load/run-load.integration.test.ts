import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inTurn, runLoad } from '../../../bench/load/run-load.ts';
import { wireBytes } from '../../../bench/load/wire-request.ts';

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<URL> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server?.address() as AddressInfo).port}/graphql`);
}

function load(url: URL, answerBytes: number, mostRequests = 40) {
  const request = { body: '{"query":"{ greeting }"}', headers: { authorization: 'Bearer x' } };
  const requestAt = inTurn([{ bytes: wireBytes(url, request), answerBytes }]);
  return runLoad({ url, requestAt, connections: 4, seconds: 10, mostRequests });
}

describe('the load generator', () => {
  test('sends whole requests over kept-alive connections, as many as it may', async () => {
    const seen = new Set<string>();
    const sockets = new Set<unknown>();
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      let body = '';
      request.on('data', (piece) => (body += String(piece)));
      request.on('end', () => {
        seen.add(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
        response.end('hello');
      });
    });
    const result = await load(url, 5);
    expect(result).toMatchObject({ requests: 40, errors: 0, firstError: null });
    expect(result.latencies).toHaveLength(40);
    expect([...seen]).toEqual(['POST /graphql Bearer x {"query":"{ greeting }"}']);
    expect(sockets.size).toBe(4);
  });

  test('counts an answer of another size or status as an error', async () => {
    let answered = 0;
    const url = await serve((_request, response) => {
      answered += 1;
      response.statusCode = answered === 7 ? 500 : 200;
      response.end(answered === 3 ? 'longer' : 'hello');
    });
    const result = await load(url, 5);
    expect(result).toMatchObject({ requests: 40, errors: 2 });
    expect(result.firstError).toBe('expected status 200 with 5 bytes, but got: 200 with 6');
  });

  test('counts a broken connection as an error and does not wait for it', async () => {
    const url = await serve((request) => request.socket.destroy());
    const result = await load(url, 5);
    expect(result.requests).toBe(0);
    expect(result.errors).toBe(4);
  });

  test('stops when its time is over', async () => {
    const url = await serve(
      (_request, response) => void setTimeout(() => response.end('hello'), 5),
    );
    const request = { body: '{}', headers: {} };
    const requestAt = inTurn([{ bytes: wireBytes(url, request), answerBytes: 5 }]);
    const mostRequests = Number.POSITIVE_INFINITY;
    const result = await runLoad({ url, requestAt, connections: 2, seconds: 0.2, mostRequests });
    expect(result.errors).toBe(0);
    expect(result.seconds).toBeGreaterThanOrEqual(0.2);
  });
});
