import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets a server close without the connections that have not carried a request yet: clients open some ahead. Node
 * does not call them idle, and would wait for them.
 */
export function closeUnusedConnections(http: FastifyInstance): void {
  const unused = new Set<Socket>();
  http.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  http.server.on('request', ({ socket }: { readonly socket: Socket }) => unused.delete(socket));
  http.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    done();
  });
}
