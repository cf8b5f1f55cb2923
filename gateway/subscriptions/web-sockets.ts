import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

import { gatewayError } from '../errors.ts';
import { answerRaw } from '../unreadable-requests.ts';
import { close, createSocketServer } from './socket-server.ts';
import type { Connection, SocketServerParts } from './socket-server.ts';
import { FAULT, GOING_AWAY, TOO_MANY_MESSAGES } from './close-codes.ts';
import { isAllowedOrigin } from './allowed-origin.ts';

/** The WebSockets of one gateway process. */
export interface WebSockets {
  /** Closes all of them, those that do not answer within the time by force. */
  close(timeoutMs: number): Promise<void>;
}

/** Messages of one connection that may be under way beside its subscriptions. */
const MOST_OTHER_MESSAGES = 64;

/** Takes WebSockets at `/graphql` of a server. */
export function acceptWebSockets(http: Server, of: SocketServerParts): WebSockets {
  const { config } = of.parts;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: config.limits.bodyBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const server = createSocketServer(of);
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, sockets.clients.size, of);
    // A client that hangs up while it is answered is nobody's fault.
    socket.on('error', () => undefined);
    if (refusal !== null) answerRaw(socket, refusal);
    else
      sockets.handleUpgrade(request, socket, head, (opened) =>
        serve(opened, request, { of, server }),
      );
  });
  return {
    async close(timeoutMs) {
      const open = [...sockets.clients];
      const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of open) close(socket, GOING_AWAY);
      const timer = setTimeout(() => {
        for (const socket of open) socket.terminate();
      }, timeoutMs);
      await Promise.all(closed);
      clearTimeout(timer);
    },
  };
}

function refusalOf(
  request: IncomingMessage,
  open: number,
  { parts: { config, lifecycle } }: SocketServerParts,
) {
  const path = (request.url ?? '').split('?')[0];
  if (path !== '/graphql') return gatewayError('NOT_FOUND', []);
  if (request.headers.upgrade?.toLowerCase() !== 'websocket')
    return gatewayError('BAD_REQUEST', ['Header "upgrade" must be "websocket", or not be there.']);
  if (!isAllowedOrigin(request.headers, config.cors.origins))
    return gatewayError('BAD_REQUEST', ['Header "origin" must name a page that may ask.']);
  if (lifecycle.isDraining()) return gatewayError('SHUTTING_DOWN', []);
  const { most } = config.subscriptions;
  return open < most ? null : gatewayError('TOO_MANY_SUBSCRIPTIONS', ['A gateway process', most]);
}

interface Serving {
  readonly of: SocketServerParts;
  readonly server: ReturnType<typeof createSocketServer>;
}

function serve(socket: WebSocket, request: IncomingMessage, { of, server }: Serving): void {
  const { config, log } = of.parts;
  const onClosed = new Set<() => void>([keepAlive(socket, config.subscriptions.keepAliveSeconds)]);
  const connection: Connection = { socket, request, onClosed };
  const mostUnderWay = config.subscriptions.perConnection + MOST_OTHER_MESSAGES;
  socket.on('error', (error) => log.debug({ err: error }, 'a WebSocket failed'));
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (text) => send(socket, text),
      close: (code, reason) => socket.close(code, reason),
      onMessage(handle) {
        // A message is under way until its answer has gone out: whoever reads none cannot pile them up here.
        let underWay = 0;
        socket.on('message', (data) => {
          if (underWay >= mostUnderWay) {
            close(socket, TOO_MANY_MESSAGES);
            return;
          }
          underWay += 1;
          // Text in, however it was split.
          handle(String(data as Buffer))
            .catch((error: unknown) => {
              log.error({ err: error }, 'a message of a WebSocket could not be answered');
              close(socket, FAULT);
            })
            .finally(() => (underWay -= 1));
        });
      },
    },
    connection,
  );
  socket.once('close', (code, reason) => {
    for (const end of onClosed) end();
    void closed(code, String(reason));
  });
}

/** Settles when the text has left the process, so that whoever reads slowly is written to slowly. */
function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) resolve();
    // What cannot be sent any more is lost with its connection, which closes.
    else socket.send(text, () => resolve());
  });
}

/** Ends a connection that does not answer a sign of life by the next one. */
function keepAlive(socket: WebSocket, everySeconds: number): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
  }, everySeconds * 1000);
  return () => clearInterval(timer);
}
