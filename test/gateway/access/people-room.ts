import fastify from 'fastify';
import type { FastifyReply } from 'fastify';
import { execute, parse } from 'graphql';
import { pino } from 'pino';

import { deriveRoomKey } from '../../../schema/assertion.ts';
import { createGuard } from '../../../subgraphs/kit/guard.ts';
import type { Subgraph } from './people-graph.ts';

export interface Asked {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One subgraph of the people graph on a port, behind the guard that every room has. */
export interface PeopleRoom {
  readonly name: string;
  readonly url: string;
  /** Answers the next requests in place of the room, until it is null again. */
  answer: ((query: string) => unknown) | null;
  stop(): Promise<void>;
}

export async function startPeopleRoom(
  { name, schema }: Subgraph,
  { secret, asked }: { readonly secret: string; readonly asked: Asked[] },
): Promise<PeopleRoom> {
  const http = fastify({ forceCloseConnections: true });
  http.decorateRequest('rawBody', null as never);
  http.decorateRequest('caller', null);
  http.addHook('onRequest', (request, _reply, done) => {
    request.rawBody = Buffer.alloc(0);
    done();
  });
  http.removeContentTypeParser('application/json');
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = Buffer.from(body);
    done(null, JSON.parse(request.rawBody.toString()));
  });
  const guard = createGuard({
    ...{ room: name, key: deriveRoomKey(secret, name), clock: () => new Date() },
    log: pino({ level: 'silent' }),
  });
  const room: Omit<PeopleRoom, 'url'> = { name, answer: null, stop: () => http.close() };
  const answer = async (body: RoomRequest, reply: FastifyReply): Promise<void> => {
    const { query, variables = {} } = body;
    const result =
      room.answer?.(query) ??
      (await execute({ schema, document: parse(query), variableValues: variables }));
    await reply.send(JSON.parse(JSON.stringify(result)));
  };
  http.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    preHandler: guard,
    handler: async ({ body, headers }, reply) => {
      const { query, variables = {} } = body as RoomRequest;
      asked.push({ subgraph: name, query, variables, headers });
      await answer({ query, variables }, reply);
    },
  });
  const address = await http.listen({ port: 0, host: '127.0.0.1' });
  return Object.assign(room, { url: `${address}/graphql` });
}

interface RoomRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}
