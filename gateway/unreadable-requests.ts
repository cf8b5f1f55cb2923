import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { GraphQLError } from 'graphql';

import { gatewayError } from './errors.ts';
import { statusOf } from './http-errors.ts';

/** Answers what is not even HTTP for Node, and so never reaches a step: too long a head, or no HTTP. */
export function answerUnreadable(
  error: Error & { readonly code?: string },
  socket: Socket,
  headerBytes: number,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy(error);
    return;
  }
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const answer = tooLong
    ? gatewayError('HEADERS_TOO_LARGE', ['The request line with all headers', headerBytes])
    : gatewayError('BAD_REQUEST', ['The request must be HTTP/1.1, but it cannot be read as such.']);
  answerRaw(socket, answer);
}

/** Answers on a connection that no response belongs to, and closes it. */
export function answerRaw(socket: Duplex, answer: GraphQLError): void {
  const body = JSON.stringify({ errors: [answer.toJSON()] });
  const status = statusOf(answer);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
