import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** How a tiny subgraph behaves towards the next requests. */
export type Mood =
  | { readonly kind: 'well' }
  | { readonly kind: 'hangs' }
  | { readonly kind: 'cuts' }
  | {
      readonly kind: 'answers';
      readonly status: number;
      readonly type: string;
      readonly body: string;
    }
  /** Does with the connection what it likes. */
  | { readonly kind: 'raw'; readonly act: (socket: Socket) => void }
  /** One mood for the next request, then well again. */
  | { readonly kind: 'once'; readonly mood: Mood };

interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real subgraph over real HTTP, with moods. */
export interface TinySubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
  readonly received: ReceivedRequest[];
  mood: Mood;
  /** Closes the door; `start` opens it again at the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

type Resolvers = NonNullable<
  Parameters<typeof buildSubgraphSchema>[0] extends infer Input
    ? Extract<Input, { resolvers?: unknown }>['resolvers']
    : never
>;

export async function startTinySubgraph(
  name: string,
  sdl: string,
  resolvers: Resolvers,
): Promise<TinySubgraph> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  const received: ReceivedRequest[] = [];
  let mood: Mood = { kind: 'well' };
  let port = 0;
  let server: Server | null = null;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const body = Buffer.concat(chunks).toString();
    received.push({ headers: request.headers, body });
    const now = mood.kind === 'once' ? mood.mood : mood;
    if (mood.kind === 'once') mood = { kind: 'well' };
    await behave(now, { schema, body, request, response });
  };
  const start = async (): Promise<void> => {
    const fresh = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', resolve));
    port = (fresh.address() as AddressInfo).port;
    server = fresh;
  };
  const stop = async (): Promise<void> => {
    const closing = server;
    if (closing === null) return;
    server = null;
    closing.closeAllConnections();
    await new Promise((resolve) => closing.close(resolve));
  };
  await start();
  return {
    name,
    sdl,
    url: `http://127.0.0.1:${port}/graphql`,
    received,
    get mood() {
      return mood;
    },
    set mood(value: Mood) {
      mood = value;
    },
    start,
    stop,
  };
}

interface Turn {
  readonly schema: GraphQLSchema;
  readonly body: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function behave(mood: Mood, { schema, body, request, response }: Turn): Promise<void> {
  if (mood.kind === 'hangs') return;
  if (mood.kind === 'cuts') {
    request.socket.destroy();
    return;
  }
  if (mood.kind === 'raw') {
    // The gateway may have gone first.
    request.socket.on('error', () => undefined);
    mood.act(request.socket);
    return;
  }
  if (mood.kind === 'answers') {
    response.writeHead(mood.status, { 'content-type': mood.type }).end(mood.body);
    return;
  }
  const { query, variables, operationName } = JSON.parse(body) as {
    query: string;
    variables?: Record<string, unknown>;
    operationName?: string;
  };
  const result = await execute({
    schema,
    document: parse(query),
    variableValues: variables ?? null,
    operationName: operationName ?? null,
    contextValue: {},
  });
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}
