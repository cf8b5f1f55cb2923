import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import type { FastifyInstance } from 'fastify';

import { errorCodeOf } from './error-code.ts';

const DEFAULT_ADMIN_PORT = 4001;

/** Starts to listen and returns the base URL, with the port that was taken. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  await app.listen({ host, port });
  // A listener on TCP has an address with a port.
  const { port: taken } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}

/** A port that nobody listens on at the moment. */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host, port: 0 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Listens on the port that was asked for, or fails; where none was asked for, on the usual one or, when
 * another gateway of this machine has it, on any.
 */
export async function listenAdmin(
  open: () => FastifyInstance,
  host: string,
  port: number | undefined,
): Promise<{ readonly app: FastifyInstance; readonly url: string }> {
  const app = open();
  try {
    return { app, url: await listen(app, host, port ?? DEFAULT_ADMIN_PORT) };
  } catch (error) {
    const taken = errorCodeOf(error) === 'EADDRINUSE';
    await app.close();
    if (!taken || port !== undefined) throw error;
  }
  const other = open();
  return { app: other, url: await listen(other, host, 0) };
}
