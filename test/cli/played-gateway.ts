import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PlayedRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, any>>;
  readonly authorization: string | undefined;
}

/** What a gateway does with a request: a GraphQL answer, another body, or no answer at all. */
export type Reply =
  | { readonly kind: 'answer'; readonly body: object; readonly status?: number }
  | { readonly kind: 'text'; readonly text: string; readonly status: number }
  | { readonly kind: 'hang up' };

/** An HTTP server that answers as a gateway would, from a script. */
export interface PlayedGateway {
  readonly url: string;
  readonly requests: readonly PlayedRequest[];
  /** Answers the next requests, before the play goes on as usual. */
  interject(...replies: readonly Reply[]): void;
  stop(): Promise<void>;
}

export const failure = (code: string, message = `Sorry: ${code}`): Reply => ({
  kind: 'answer',
  body: { errors: [{ message, extensions: { code } }] },
});

export async function startPlayedGateway(
  play: (request: PlayedRequest) => Reply,
): Promise<PlayedGateway> {
  const requests: PlayedRequest[] = [];
  const interjections: Reply[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { query, variables } = JSON.parse(body) as PlayedRequest;
      const asked = { query, variables, authorization: request.headers.authorization };
      requests.push(asked);
      send(response, interjections.shift() ?? play(asked));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    requests,
    interject: (...replies) => void interjections.push(...replies),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.kind === 'hang up') {
    response.destroy();
    return;
  }
  const text = reply.kind === 'text' ? reply.text : JSON.stringify(reply.body);
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
  response.end(text);
}
