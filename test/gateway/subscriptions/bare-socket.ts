import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import WebSocket from 'ws';

import type { RunningGateway } from '../../../gateway/start-gateway.ts';

/** A WebSocket whose reading can be held up, which no client of the protocol does. */
export interface BareSocket {
  subscribe(query: string): void;
  /** Every message so far but the first, which acknowledges. */
  received(): readonly string[];
  /** From now on nothing is read of it: what is sent piles up on the way. */
  pause(): void;
  resume(): void;
  close(): void;
}

export async function openSocket({ url }: RunningGateway, token: string): Promise<BareSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), GRAPHQL_TRANSPORT_WS_PROTOCOL);
  const texts: string[] = [];
  const acknowledged = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      // Text, in one piece.
      texts.push((data as Buffer).toString());
      resolve();
    });
  });
  const send = (message: object): void => socket.send(JSON.stringify(message));
  await new Promise((resolve) => socket.once('open', resolve));
  send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await acknowledged;
  return {
    subscribe: (query) => send({ id: '1', type: 'subscribe', payload: { query } }),
    received: () => texts.slice(1),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(),
  };
}
