import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface UnusedConnections {
  close(): void;
}

/**
 * Connections that have not carried a request yet: clients open some ahead. Node does not call them idle, and a
 * server that closes would wait for them.
 */
export function unusedConnections(server: Server): UnusedConnections {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }: { readonly socket: Socket }) => unused.delete(socket));
  return {
    close() {
      for (const socket of unused) socket.destroy();
    },
  };
}
